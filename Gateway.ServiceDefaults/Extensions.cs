using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service shares: telemetry, health checks, service discovery and a resilient <see cref="HttpClient"/>.</summary>
public static partial class Extensions
{
    /// <summary>Adds everything a service shares. Call it once, right after the builder is made.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.ConfigureHttpClients();
        return builder;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

/// <summary>The defaults of every service: telemetry, health checks, service discovery and a resilient <see cref="HttpClient"/>.</summary>
public static partial class Extensions
{
    private const string LiveTag = "live";

    /// <summary>Adds the defaults of a service. Call it once, right after the builder is created.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.ConfigureOpenTelemetry();
        builder.AddDefaultHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.ConfigureHttpClients();
        return builder;
    }

    /// <summary>Adds the check <c>self</c>, tagged <c>live</c>: it passes while the process can respond.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>
    /// Maps <c>/alive</c>, which runs the checks tagged <c>live</c>, and the health path, which runs all checks.
    /// Both need no authorization and stay out of the HTTP metrics.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="healthPath">Where all checks run. Default: <c>/health</c>. <see langword="null"/> maps only <c>/alive</c>.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, string? healthPath = "/health")
    {
        MapHealthCheck(app, "/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        if (healthPath is not null)
            MapHealthCheck(app, healthPath, new HealthCheckOptions());
        return app;
    }

    private static void MapHealthCheck(WebApplication app, string path, HealthCheckOptions options) =>
        app.MapHealthChecks(path, options).AllowAnonymous().DisableHttpMetrics();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

public static partial class Extensions
{
    private const string LiveTag = "live";

    /// <summary>Adds the check <c>self</c>, tagged <c>live</c>: it passes while the process answers.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>
    /// Maps <c>/alive</c>, which runs the checks tagged <c>live</c>, and the health path, which runs all checks.
    /// Both answer without authorization and stay out of the HTTP metrics.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="healthPath">Where all checks are answered; default <c>/health</c>. <see langword="null"/> maps only <c>/alive</c>.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, string? healthPath = "/health")
    {
        MapProbe(app, "/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(LiveTag) });
        if (healthPath is not null) MapProbe(app, healthPath, new HealthCheckOptions());
        return app;
    }

    private static void MapProbe(WebApplication app, string path, HealthCheckOptions options) =>
        app.MapHealthChecks(path, options).AllowAnonymous().DisableHttpMetrics();
}

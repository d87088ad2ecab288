using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.Hosting;

public static partial class Extensions
{
    /// <summary>
    /// Maps <c>/alive</c>, which runs the checks tagged <c>live</c>, and the health path, which runs all checks.
    /// Neither is counted in the HTTP metrics.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="healthPath">Where all checks are answered; default <c>/health</c>. <see langword="null"/> maps only <c>/alive</c>.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, string? healthPath = "/health")
    {
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).DisableHttpMetrics();
        if (healthPath is not null) app.MapHealthChecks(healthPath).DisableHttpMetrics();
        return app;
    }
}

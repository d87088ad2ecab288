using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Health;
using Gateway.Proxy.Shutdown;
using Gateway.Proxy.Targets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Proxy.Status;

/// <summary><c>/health</c> for orchestrators and load balancers, <c>/gateway/health</c> for operators, <c>/alive</c> for liveness probes, <c>/ready</c> for readiness probes.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapOwn(OwnEndpoint.Health);
        health.MapGetAndHead("/alive", () => TypedResults.Json(new StateReport("alive"), JsonSerializerOptions.Web))
            .WithSummary("200 while the process is alive").WithTags("Health").Produces<StateReport>().DisableHttpMetrics();
        health.MapGetAndHead("/ready", Ready)
            .WithSummary("200 once the routes are in force, 503 from the start of a shutdown").WithTags("Health").Produces<StateReport>().Produces<StateReport>(StatusCodes.Status503ServiceUnavailable).DisableHttpMetrics();
        health.MapGetAndHead("/health", HealthAsync)
            .WithSummary("The current health of each service behind the gateway").WithTags("Health").Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable).DisableHttpMetrics();
        endpoints.MapOwn(OwnEndpoint.Status).MapGetAndHead("/gateway/health", DetailsAsync)
            .WithSummary("The current health of each target of each route").WithTags("Gateway").Produces<DetailedHealthReport>().Produces<DetailedHealthReport>(StatusCodes.Status503ServiceUnavailable).DisableHttpMetrics();
    }

    // Probes no upstream: one that is down must not take the gateway out of rotation.
    private static JsonHttpResult<StateReport> Ready(GatewayRoutes gateway, ShutdownState shutdown)
    {
        var state = shutdown.IsDraining ? "draining" : gateway.Table.Version > 0 ? "ready" : "starting";
        return TypedResults.Json(new StateReport(state), JsonSerializerOptions.Web, statusCode: Status(state == "ready"));
    }

    private static async Task<JsonHttpResult<HealthReport>> HealthAsync(GatewayRoutes gateway, OnDemandHealthCheck health, ShutdownState shutdown)
    {
        var services = await Task.WhenAll(Checked(gateway).Select(async route =>
            (route.Route.Name, IsHealthy: (await AskAsync(route, health)).Any(target => target.Result.IsHealthy))));
        var healthy = !shutdown.IsDraining && services.All(service => service.IsHealthy);
        HealthReport report = new(
            shutdown.IsDraining ? "draining" : healthy ? "healthy" : "degraded",
            services.ToDictionary(service => service.Name, service => Word(service.IsHealthy)));
        return TypedResults.Json(report, JsonSerializerOptions.Web, statusCode: Status(healthy));
    }

    private static async Task<JsonHttpResult<DetailedHealthReport>> DetailsAsync(GatewayRoutes gateway, OnDemandHealthCheck health)
    {
        var healthy = true;
        Dictionary<string, Dictionary<string, string>> routes = [];
        Dictionary<string, Dictionary<string, string>> reasons = [];
        foreach (var (route, targets) in await Task.WhenAll(gateway.Table.Routes.Select(async route => (route, await TargetsAsync(route, health)))))
        {
            routes[route.Route.Name] = targets.ToDictionary(target => target.Name, target => target.Result is { } known ? Word(known.IsHealthy) : "unknown");
            var failures = targets.Where(target => target.Result is { IsHealthy: false }).ToDictionary(target => target.Name, target => target.Result!.Value.Failure!);
            healthy &= failures.Count < targets.Count;
            if (failures.Count > 0)
                reasons[route.Route.Name] = failures;
        }

        return TypedResults.Json(new DetailedHealthReport(healthy ? "healthy" : "degraded", routes, reasons.Count == 0 ? null : reasons), JsonSerializerOptions.Web, statusCode: Status(healthy));
    }

    private static async Task<IReadOnlyList<(string Name, ProbeResult? Result)>> TargetsAsync(RouteRuntime route, OnDemandHealthCheck health) =>
        route.Route.HealthCheckPath is null
            ? [.. route.Targets.Select(target => (target.Target.Name, (ProbeResult?)null))]
            : [.. (await AskAsync(route, health)).Select(target => (target.Target.Name, (ProbeResult?)target.Result))];

    // Probes all targets of the route in parallel.
    private static async Task<IReadOnlyList<(Target Target, ProbeResult Result)>> AskAsync(RouteRuntime route, OnDemandHealthCheck health) =>
        await Task.WhenAll(route.Targets.Select(async target => (target.Target, await health.CheckAsync(target.Target, route.Route.HealthCheck.Type, route.Route.HealthCheckPath!))));

    private static IEnumerable<RouteRuntime> Checked(GatewayRoutes gateway) => gateway.Table.Routes.Where(route => route.Route.HealthCheckPath is not null);

    private static string Word(bool healthy) => healthy ? "healthy" : "unhealthy";

    private static int Status(bool healthy) => healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    internal sealed record StateReport(string Status);

    internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Services);

    /// <param name="Status">Degraded when all targets of a route are unhealthy.</param>
    /// <param name="Routes">By route and target: healthy, unhealthy or unknown.</param>
    /// <param name="Reasons">By route and target: why a target is unhealthy. Absent when none is.</param>
    internal sealed record DetailedHealthReport(
        string Status, IReadOnlyDictionary<string, Dictionary<string, string>> Routes,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, Dictionary<string, string>>? Reasons);
}

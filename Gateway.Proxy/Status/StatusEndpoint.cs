using System.Globalization;
using System.Text.Json;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Health;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Server;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Status;

/// <summary><c>/gateway/status</c>: the configuration in force, and the state of each target.</summary>
internal static class StatusEndpoint
{
    public static void MapStatus(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapOwn(OwnEndpoint.Status).MapGetAndHead("/gateway/status", (HttpContext context, GatewayRoutes gateway, OnDemandHealthCheck live, ManagementSettings management, IWebHostEnvironment environment) =>
            TypedResults.Json(Report(gateway, live, hasMatchValues: environment.IsDevelopment() || management.Has(context.Connection)), JsonSerializerOptions.Web))
            .WithSummary("The configuration in force, and each target's share, health, circuit and counters").WithTags("Gateway").Produces<StatusReport>().DisableHttpMetrics();

    private static StatusReport Report(GatewayRoutes gateway, OnDemandHealthCheck live, bool hasMatchValues)
    {
        var table = gateway.Table;
        return new(GatewayVersion.Text, new(table.Version, table.LoadedAt.ToString("O", CultureInfo.InvariantCulture), gateway.LastError), [.. table.Routes.Concat(gateway.DirectForwarders).Select(route => Route(route, live, hasMatchValues))]);
    }

    private static RouteReport Route(RouteRuntime state, OnDemandHealthCheck live, bool hasMatchValues)
    {
        var match = state.Route.Match;
        var available = state.LoadBalancer.Targets;
        var weighted = state.Route.LoadBalancing == LoadBalancingPolicy.Weighted;
        var sum = available.Sum(target => weighted ? target.Weight : 1);
        return new(
            state.Route.Name, state.Route.Path, state.Route.Methods, match.Conditions == 0 ? null : hasMatchValues ? match : match.WithoutValues(), state.Route.Order,
            state.Route.LoadBalancing.ToString(), state.Sessions is { } sessions ? new(sessions.Type.ToString(), sessions.Name) : null,
            [.. state.Targets.Select(target => Target(target.Target, live.Last(target.Target), target.Weight, available.Contains(target) ? (weighted ? target.Weight : 1) * 100.0 / sum : 0))],
            state.AccessPolicies.OfType<TokenPolicy>().FirstOrDefault()?.Keys);
    }

    private static TargetReport Target(Target target, ProbeResult? live, int weight, double share) => new(
        target.Name, target.Key.Address.ToString(), weight, Math.Round(share, 2),
        Health(target), live is null ? "unknown" : live.Value.IsHealthy ? "healthy" : "unhealthy", Circuit(target), target.InFlight, target.Requests, target.Failures,
        TargetStatsReport.Of(target.Statistics.Summarize()));

    // The best state of its endpoints: a target is usable while one endpoint is.
    private static string Health(Target target) =>
        target.Endpoints.Any(endpoint => endpoint.Health == HealthState.Healthy) ? "healthy"
        : target.Endpoints.Any(endpoint => endpoint.Health == HealthState.Unknown) || target.Endpoints.Count == 0 ? "unknown"
        : "unhealthy";

    private static string Circuit(Target target) =>
        target.Endpoints.Count == 0 || target.Endpoints.Any(endpoint => endpoint.Circuit.State == CircuitState.Closed) ? "closed"
        : target.Endpoints.Any(endpoint => endpoint.Circuit.ReportedState == CircuitState.HalfOpen) ? "half-open"
        : "open";
}

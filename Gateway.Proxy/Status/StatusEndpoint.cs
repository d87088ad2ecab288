using System.Globalization;
using System.Reflection;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Status;

/// <summary><c>/gateway/status</c>: the config in force, and how each target fares.</summary>
internal static class StatusEndpoint
{
    private static readonly string Version = typeof(StatusEndpoint).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static void MapStatus(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/gateway/status", (Gateway gateway) => TypedResults.Ok(Report(gateway)))
            .WithSummary("The config in force, and each target's share, health, circuit and counts").WithTags("Gateway").DisableHttpMetrics();

    private static StatusReport Report(Gateway gateway)
    {
        var table = gateway.Table;
        return new(Version, new(table.Version, table.LoadedAt.ToString("O", CultureInfo.InvariantCulture), gateway.LastError), [.. table.Routes.Select(Route)]);
    }

    private static RouteReport Route(RouteState state)
    {
        var available = state.Balancer.Targets;
        var weighted = state.Route.LoadBalancing == LoadBalancingPolicy.Weighted;
        var sum = available.Sum(target => weighted ? target.Weight : 1);
        return new(
            state.Route.Name, state.Route.Path, state.Route.Methods, state.Route.LoadBalancing.ToString(),
            [.. state.Targets.Select(target => Target(target.Target, target.Weight, available.Contains(target) ? (weighted ? target.Weight : 1) * 100.0 / sum : 0))]);
    }

    private static TargetReport Target(Target target, int weight, double share) => new(
        target.Name, target.Key.Address.ToString(), weight, Math.Round(share, 2),
        Health(target), Circuit(target), target.InFlight, target.Requests, target.Failures);

    // The best of the endpoints: the target can be used as long as one of them can.
    private static string Health(Target target) =>
        target.Destinations.Any(destination => destination.Health == HealthState.Healthy) ? "healthy"
        : target.Destinations.Any(destination => destination.Health == HealthState.Unknown) || target.Destinations.Count == 0 ? "unknown"
        : "unhealthy";

    private static string Circuit(Target target) =>
        target.Destinations.Count == 0 || target.Destinations.Any(destination => destination.Circuit.State == CircuitState.Closed) ? "closed"
        : target.Destinations.Any(destination => destination.Circuit.State == CircuitState.HalfOpen) ? "half-open"
        : "open";
}

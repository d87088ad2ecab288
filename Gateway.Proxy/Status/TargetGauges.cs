using System.Diagnostics.Metrics;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Status;

/// <summary>The state of targets as metrics. Observed when metrics are collected, at no cost for requests.</summary>
internal sealed class TargetGauges
{
    private static readonly CircuitState[] CircuitStates = Enum.GetValues<CircuitState>();
    private static readonly HealthState[] HealthStates = Enum.GetValues<HealthState>();

    private readonly GatewayRoutes _gateway;

    public TargetGauges(IMeterFactory factory, GatewayRoutes gateway)
    {
        _gateway = gateway;
        var meter = GatewayMetrics.Create(factory);
        meter.CreateObservableUpDownCounter("gateway.target.active_attempts", ActiveAttempts, "{attempt}", "Active attempts.");
        meter.CreateObservableUpDownCounter("gateway.target.circuits", Circuits, "{circuit}", "Circuits of the target's endpoints, by state.");
        meter.CreateObservableUpDownCounter("gateway.target.endpoints", Endpoints, "{endpoint}", "Endpoints of the target, by health state.");
    }

    private IEnumerable<Measurement<int>> ActiveAttempts() => Targets().Select(target => new Measurement<int>(target.Sum(each => each.InFlight), Tags(target.Key)));

    private IEnumerable<Measurement<int>> Circuits() =>
        from target in Targets()
        from state in CircuitStates
        select new Measurement<int>(
            target.Sum(each => each.Endpoints.Count(endpoint => endpoint.Circuit.ReportedState == state)),
            [.. Tags(target.Key), new(TelemetryNames.CircuitState, state switch { CircuitState.Closed => "closed", CircuitState.Open => "open", _ => "half_open" })]);

    private IEnumerable<Measurement<int>> Endpoints() =>
        from target in Targets()
        from state in HealthStates
        select new Measurement<int>(
            target.Sum(each => each.Endpoints.Count(endpoint => endpoint.Health == state)),
            [.. Tags(target.Key), new(TelemetryNames.HealthState, state switch { HealthState.Healthy => "healthy", HealthState.Unhealthy => "unhealthy", _ => "unknown" })]);

    // Forwards from code may have one name and several paths.
    private IEnumerable<IGrouping<(string Route, string Target), Target>> Targets() =>
        from route in _gateway.Table.Routes.Concat(_gateway.DirectForwarders)
        from target in route.Targets.Select(weighted => weighted.Target).Distinct()
        group target by (route.Route.Name, target.Name);

    private static KeyValuePair<string, object?>[] Tags((string Route, string Target) of) => [new(TelemetryNames.Route, of.Route), new(TelemetryNames.Target, of.Target)];
}

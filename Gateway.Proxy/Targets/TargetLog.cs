using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Targets;

/// <summary>Logs changes of the circuits and the health of a target's endpoints.</summary>
internal sealed partial class TargetLog(ILogger<Target> logger)
{
    public void CircuitChanged(UpstreamEndpoint endpoint, CircuitChange change)
    {
        var (route, target, address) = (endpoint.Target.Key.Route, endpoint.Target.Name, endpoint.Address);
        switch (change.State)
        {
            case CircuitState.Open when change.Reason != FailureReason.None:
                LogOpened(logger, route, target, address, change.Reason.ToReasonString(), change.Break.TotalSeconds);
                break;
            case CircuitState.HalfOpen:
                LogHalfOpen(logger, route, target, address);
                break;
            case CircuitState.Closed:
                LogClosed(logger, route, target, address);
                break;
        }
    }

    public void HealthChanged(UpstreamEndpoint endpoint, HealthState health, string? reason)
    {
        var (route, target, address) = (endpoint.Target.Key.Route, endpoint.Target.Name, endpoint.Address);
        if (health == HealthState.Unhealthy)
            LogUnhealthy(logger, route, target, address, reason ?? "unknown reason");
        else if (health == HealthState.Healthy)
            LogHealthy(logger, route, target, address);
    }

    [LoggerMessage(EventIds.CircuitOpened, LogLevel.Warning, "Route {Route}: the circuit of target {Target} ({Address}) has opened for {BreakSeconds:0.#} s after {Reason}", EventName = nameof(EventIds.CircuitOpened))]
    private static partial void LogOpened(ILogger logger, string route, string target, Uri address, string reason, double breakSeconds);

    [LoggerMessage(EventIds.CircuitHalfOpen, LogLevel.Information, "Route {Route}: the circuit of target {Target} ({Address}) is half-open: one request probes the target", EventName = nameof(EventIds.CircuitHalfOpen))]
    private static partial void LogHalfOpen(ILogger logger, string route, string target, Uri address);

    [LoggerMessage(EventIds.CircuitClosed, LogLevel.Information, "Route {Route}: the circuit of target {Target} ({Address}) has closed", EventName = nameof(EventIds.CircuitClosed))]
    private static partial void LogClosed(ILogger logger, string route, string target, Uri address);

    [LoggerMessage(EventIds.TargetUnhealthy, LogLevel.Warning, "Route {Route}: target {Target} ({Address}) is unhealthy: {Reason}", EventName = nameof(EventIds.TargetUnhealthy))]
    private static partial void LogUnhealthy(ILogger logger, string route, string target, Uri address, string reason);

    [LoggerMessage(EventIds.TargetHealthy, LogLevel.Information, "Route {Route}: target {Target} ({Address}) is healthy", EventName = nameof(EventIds.TargetHealthy))]
    private static partial void LogHealthy(ILogger logger, string route, string target, Uri address);
}

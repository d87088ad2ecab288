using System.Globalization;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Targets;

/// <summary>Logs changes of the circuits and the health of a target's endpoints.</summary>
internal sealed partial class TargetLog(ILogger<Target> logger)
{
    public void CircuitChanged(UpstreamEndpoint endpoint, CircuitChange change)
    {
        var (route, target, address) = (endpoint.Target.Key.Route, endpoint.Target.Name, endpoint.Address);
        switch (change.Cause)
        {
            case CircuitChangeCause.Failures or CircuitChangeCause.FailedProbe:
                Opened(route, target, address, change);
                break;
            case CircuitChangeCause.HealthCheck:
                LogBreakEnded(logger, route, target, address);
                break;
            case CircuitChangeCause.Probe:
                LogHalfOpen(logger, route, target, address);
                break;
            case CircuitChangeCause.SuccessfulProbe:
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

    private void Opened(string route, string target, Uri address, CircuitChange change)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
            return;
        var why = change.Cause == CircuitChangeCause.FailedProbe
            ? "the probe failed"
            : string.Create(CultureInfo.InvariantCulture, $"{change.Failures} of the last {change.Attempts} attempts failed, the latest");
        LogOpened(logger, route, target, address, change.Break.TotalSeconds, why, change.Failure!.Reason.ToReasonString(), change.Failure.Explanation);
    }

    [LoggerMessage(EventIds.CircuitOpened, LogLevel.Warning, "Route {Route}: the circuit of target {Target} ({Address}) has opened for {BreakSeconds:0.#} s: {Why} with {Reason} ({Cause})", EventName = nameof(EventIds.CircuitOpened))]
    private static partial void LogOpened(ILogger logger, string route, string target, Uri address, double breakSeconds, string why, string reason, string cause);

    [LoggerMessage(EventIds.CircuitHalfOpen, LogLevel.Information, "Route {Route}: the circuit of target {Target} ({Address}) is half-open: one request probes the target", EventName = nameof(EventIds.CircuitHalfOpen))]
    private static partial void LogHalfOpen(ILogger logger, string route, string target, Uri address);

    [LoggerMessage(EventIds.CircuitBreakEnded, LogLevel.Information, "Route {Route}: a health check of target {Target} ({Address}) has passed while its circuit is open: the next request probes the target", EventName = nameof(EventIds.CircuitBreakEnded))]
    private static partial void LogBreakEnded(ILogger logger, string route, string target, Uri address);

    [LoggerMessage(EventIds.CircuitClosed, LogLevel.Information, "Route {Route}: the circuit of target {Target} ({Address}) has closed: the probe succeeded", EventName = nameof(EventIds.CircuitClosed))]
    private static partial void LogClosed(ILogger logger, string route, string target, Uri address);

    [LoggerMessage(EventIds.TargetUnhealthy, LogLevel.Warning, "Route {Route}: target {Target} ({Address}) is unhealthy, {Reason}", EventName = nameof(EventIds.TargetUnhealthy))]
    private static partial void LogUnhealthy(ILogger logger, string route, string target, Uri address, string reason);

    [LoggerMessage(EventIds.TargetHealthy, LogLevel.Information, "Route {Route}: target {Target} ({Address}) is healthy", EventName = nameof(EventIds.TargetHealthy))]
    private static partial void LogHealthy(ILogger logger, string route, string target, Uri address);
}

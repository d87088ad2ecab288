using Gateway.Proxy.Diagnostics;

namespace Gateway.Proxy.Targets;

/// <summary>Logs failures of service discovery.</summary>
internal sealed partial class TargetResolverLog(ILogger<TargetResolver> logger)
{
    public void NoEndpoint(string route, string target, Uri address) => LogNoEndpoint(logger, route, target, address);

    public void Failed(string route, string target, Uri address, Exception exception) => LogFailed(logger, route, target, address, exception);

    [LoggerMessage(EventIds.DiscoveryEmpty, LogLevel.Warning, "Route {Route}: service discovery has no endpoint for target {Target} ({Address}): the target gets no requests", EventName = nameof(EventIds.DiscoveryEmpty))]
    private static partial void LogNoEndpoint(ILogger logger, string route, string target, Uri address);

    [LoggerMessage(EventIds.DiscoveryFailed, LogLevel.Warning, "Route {Route}: service discovery failed for target {Target} ({Address}). Resolution is retried; until it succeeds, the last known endpoints or the configured address are used", EventName = nameof(EventIds.DiscoveryFailed))]
    private static partial void LogFailed(ILogger logger, string route, string target, Uri address, Exception exception);
}

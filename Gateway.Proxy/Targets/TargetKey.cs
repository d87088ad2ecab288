using Gateway.Proxy.Resilience;
using Gateway.Proxy.Routes;

namespace Gateway.Proxy.Targets;

/// <summary>What a target is made of: while it stays the same, a reload keeps the target with its connections, circuits and health.</summary>
internal sealed record TargetKey(
    string Route, string Name, Uri Address, TimeSpan ConnectTimeout, ConnectionLimits Connections, CircuitBreakerSettings CircuitBreaker, UpstreamHttpVersion HttpVersion, string? CaFile, bool WatchSending)
{
    public static TargetKey Of(GatewayRoute route, RouteTarget target) =>
        new(route.Name, target.Name, target.Address, route.Timeouts.Connect, route.Connections, route.CircuitBreaker, route.HttpVersion, route.Tls.CaFile, route.WatchesSending);
}

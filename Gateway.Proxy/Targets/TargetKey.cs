using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Targets;

/// <summary>What a target is made of: while it stays the same, a reload keeps the target with its connections, circuits and health.</summary>
internal sealed record TargetKey(
    string Route, string Name, Uri Address, TimeSpan ConnectTimeout, ConnectionLimits Connections, CircuitBreakerSettings CircuitBreaker, UpstreamHttpVersion HttpVersion, string? CaFile, bool TrackSending);

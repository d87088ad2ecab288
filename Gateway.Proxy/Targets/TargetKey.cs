namespace Gateway.Proxy.Targets;

/// <summary>The settings that identify a target: while they are equal, a reload keeps the target with its connections, circuits and health.</summary>
internal sealed record TargetKey(
    string Route, string Name, Uri Address, TimeSpan ConnectTimeout, ConnectionLimits Connections, CircuitBreakerSettings CircuitBreaker, UpstreamHttpVersion HttpVersion, string? CaFile, bool TrackSending);

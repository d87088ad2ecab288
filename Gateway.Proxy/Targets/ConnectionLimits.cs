namespace Gateway.Proxy;

/// <summary>The limits on connections to one target.</summary>
public sealed record ConnectionLimits
{
    /// <summary>The maximum number of concurrent requests to the target; further ones wait in a fair queue. Default: unlimited; 1 to 1000000.</summary>
    public int? Max { get; init; }

    /// <summary>Connections kept open for <see cref="IdleTimeout"/> while idle; further ones close within seconds. Default: unlimited; 0 to 1000000.</summary>
    public int? MaxIdle { get; init; }

    /// <summary>How long an idle connection is kept. Default: 30 s; 1 s to 1 day.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum age of a connection, so that a changed DNS record takes effect under load. Default: 2 minutes; 1 s to 1 day.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The maximum number of concurrent requests of one client address (IPv6: its /64 network) to the target, within <see cref="Max"/>. Behind a load balancer all clients have one address. Default: null, no limit; 1 to 1000000.</summary>
    public int? MaxPerClient { get; init; }
}

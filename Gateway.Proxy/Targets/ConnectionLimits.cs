namespace Gateway.Proxy.Targets;

/// <summary>The limits on connections to one target.</summary>
public sealed record ConnectionLimits
{
    /// <summary>Requests that may be under way to the target at once; further ones wait in a fair queue. Default: unlimited; 1 to 1000000.</summary>
    public int? Max { get; init; }

    /// <summary>Connections kept open for <see cref="IdleTimeout"/> while idle; further ones close within seconds. Default: unlimited; 0 to 1000000.</summary>
    public int? MaxIdle { get; init; }

    /// <summary>How long an idle connection is kept. Default: 30 s; 1 s to 1 day.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection is used at the most, so that a changed DNS record is seen under traffic. Default: 2 minutes; 1 s to 1 day.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Of <see cref="Max"/>, what one client address (IPv6: its /64 network) may have under way to the target at once. Behind a load balancer all clients have one address. Default: null, no limit; 1 to 1000000.</summary>
    public int? MaxPerClient { get; init; }
}

namespace Gateway.Proxy.Targets;

/// <summary>What makes connections to upstreams differ.</summary>
/// <param name="Max">The most to one endpoint; <see cref="int.MaxValue"/>: no limit.</param>
/// <param name="TrackSending">Whether a request tells when its first byte is sent.</param>
/// <param name="IsForProbes">Health checks have connections of their own, which no limit of a route holds up.</param>
internal readonly record struct ConnectionSettings(
    TimeSpan ConnectTimeout, int Max, TimeSpan IdleTimeout, TimeSpan Lifetime, string? CaFile, bool TrackSending, bool IsForProbes = false)
{
    /// <summary>A limit is one target's.</summary>
    public bool MayBeShared => Max == int.MaxValue;

    public static ConnectionSettings Of(TargetKey key, int max, TimeSpan idleTimeout) =>
        new(key.ConnectTimeout, max, idleTimeout, key.Connections.Lifetime, key.CaFile, key.TrackSending);

    public static ConnectionSettings ForProbes(TargetKey key) =>
        new(key.ConnectTimeout, int.MaxValue, key.Connections.IdleTimeout, key.Connections.Lifetime, key.CaFile, TrackSending: false, IsForProbes: true);
}

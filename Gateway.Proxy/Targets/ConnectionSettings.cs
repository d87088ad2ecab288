namespace Gateway.Proxy.Targets;

/// <summary>The settings of connections to upstreams; equal settings can share connections.</summary>
/// <param name="Max">The maximum number to one endpoint; <see cref="int.MaxValue"/>: no limit.</param>
/// <param name="TrackSending">Whether requests report when their first byte is sent.</param>
/// <param name="IsForProbes">Health checks have their own connections, to which no connection limit applies.</param>
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

namespace Gateway.Proxy.Targets;

/// <summary>What makes connections to upstreams differ.</summary>
/// <param name="Max">The most to one endpoint; <see cref="int.MaxValue"/>: no limit.</param>
/// <param name="WatchSending">Whether a request tells when its first byte is sent.</param>
internal readonly record struct ConnectionSettings(TimeSpan ConnectTimeout, int Max, TimeSpan IdleTimeout, string? CaFile, bool WatchSending)
{
    /// <summary>A limit is one target's. A file of authorities is read again for a new target.</summary>
    public bool MayBeShared => Max == int.MaxValue && CaFile is null;

    public static ConnectionSettings Of(TargetKey key, int max, TimeSpan idleTimeout) => new(key.ConnectTimeout, max, idleTimeout, key.CaFile, key.WatchSending);
}

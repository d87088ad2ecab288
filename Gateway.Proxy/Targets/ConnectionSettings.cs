namespace Gateway.Proxy.Targets;

/// <summary>What makes connections to upstreams differ.</summary>
/// <param name="Max">The most to one endpoint; <see cref="int.MaxValue"/>: no limit.</param>
/// <param name="WatchSending">Whether a request tells when its first byte is sent.</param>
internal readonly record struct ConnectionSettings(TimeSpan ConnectTimeout, int Max, TimeSpan IdleTimeout, string? CaFile, bool WatchSending)
{
    public static ConnectionSettings Of(TargetKey key, int max, TimeSpan idleTimeout) => new(key.ConnectTimeout, max, idleTimeout, key.CaFile, key.WatchSending);
}

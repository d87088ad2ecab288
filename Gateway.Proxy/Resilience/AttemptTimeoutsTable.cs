using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Resilience;

/// <summary>The keys of <c>Timeouts</c>.</summary>
internal static class AttemptTimeoutsTable
{
    public static SettingsTable<AttemptTimeouts> Instance { get; } = new()
    {
        { "Connect", "Time to open a connection, TLS included.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Connect, (s, v) => s with { Connect = v } },
        { "Read", "Time without a byte from the target.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Read, (s, v) => s with { Read = v } },
        { "Write", "Time in which the target must accept a chunk of the request body.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Write, (s, v) => s with { Write = v } },
        { "Pool", "Time to wait for a free connection.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Pool, (s, v) => s with { Pool = v } },
        { "StreamIdle", "Time without a byte in either direction of an event stream, a gRPC response or an upgraded connection.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.StreamIdle, (s, v) => s with { StreamIdle = v } },
    };
}

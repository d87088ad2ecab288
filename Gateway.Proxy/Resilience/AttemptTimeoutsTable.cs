using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Resilience;

/// <summary>The keys of <c>Timeouts</c>.</summary>
internal static class AttemptTimeoutsTable
{
    public static SettingsTable<AttemptTimeouts> Instance { get; } = new(new())
    {
        { "Connect", "The time to open a connection to the target, TLS included. Exceeded: the attempt fails (504 connect_timeout) and may be retried for every method.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Connect, (s, v) => s with { Connect = v } },
        { "Read", "The time without a byte from the target, first until the response's headers, then between two pieces of the body. Exceeded: 504 read_timeout, or an aborted connection once the response has begun.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Read, (s, v) => s with { Read = v } },
        { "Write", "The time in which the target must accept a piece of the request body. Exceeded: 504 write_timeout.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Write, (s, v) => s with { Write = v } },
        { "Pool", "The time to wait for a free connection when Connections.Max or MaxPerClient is reached. Exceeded: 504 pool_timeout.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Pool, (s, v) => s with { Pool = v } },
        { "StreamIdle", "The time without a byte in either direction of an event stream, a gRPC response or an upgraded connection (WebSocket). Exceeded: the stream is aborted.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.StreamIdle, (s, v) => s with { StreamIdle = v } },
    };
}

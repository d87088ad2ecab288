namespace Gateway.Proxy;

/// <summary>The time limits of one attempt; each is 1 ms to 1 day.</summary>
public sealed record AttemptTimeouts
{
    /// <summary>Time to open a connection, TLS included. Default: 5 s.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time without a byte from the target: until the response's headers, then between two reads of its body. It is suspended while the client receives data. Default: 30 s.</summary>
    public TimeSpan Read { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time in which the target must accept a chunk of the request body. Default: 10 s.</summary>
    public TimeSpan Write { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time to wait for a free connection when <c>Connections:Max</c> are in use. Default: 5 s.</summary>
    public TimeSpan Pool { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>In place of <see cref="Read"/> after the headers of an event stream or a gRPC response, and on an upgraded connection: time without a byte in either direction. Default: 5 minutes.</summary>
    public TimeSpan StreamIdle { get; init; } = TimeSpan.FromMinutes(5);
}

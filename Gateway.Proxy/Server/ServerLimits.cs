namespace Gateway.Proxy.Server;

/// <summary>What a client may ask of the gateway. Read at start.</summary>
internal sealed record ServerLimits
{
    /// <summary>The largest request body, in bytes; 0: no limit. Beyond it: 413. Default: 30000000.</summary>
    public long MaxRequestBodySize { get; init; } = 30_000_000;

    /// <summary>The longest request line, in bytes. Beyond it: 414. Default: 8192; 64 to 1048576.</summary>
    public int MaxRequestLineSize { get; init; } = 8192;

    /// <summary>All header fields of a request together, in bytes. Beyond it: 431. Default: 32768; 256 to 1048576.</summary>
    public int MaxRequestHeadersTotalSize { get; init; } = 32_768;

    /// <summary>The header fields of a request. Beyond it: 431. Default: 100; 1 to 10000.</summary>
    public int MaxRequestHeaderCount { get; init; } = 100;

    /// <summary>Open connections; 0: no limit. Further ones are closed at once. Default: 0.</summary>
    public long MaxConcurrentConnections { get; init; }

    /// <summary>Time for a request's header section to arrive, against slow senders. Default: 15 s; 1 s to 1 hour.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client's idle connection is kept. Default: 130 s; 1 s to 1 day.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(130);

    /// <summary>Bytes a second that a request body must bring, after a grace of 5 s; 0: no limit. Default: 240.</summary>
    public int MinRequestBodyRate { get; init; } = 240;

    /// <summary>Bytes a second of a response that a client must take, after a grace of 5 s; 0: no limit. Default: 240.</summary>
    public int MinResponseRate { get; init; } = 240;

    /// <summary>Streams that an HTTP/2 connection may have open at once. Default: 100; 1 to 10000.</summary>
    public int Http2MaxStreams { get; init; } = 100;
}

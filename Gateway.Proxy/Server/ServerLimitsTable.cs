using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Server;

/// <summary>The keys of <c>Gateway:Limits</c>.</summary>
internal static class ServerLimitsTable
{
    private const int Mebibyte = 1 << 20;

    public static SettingsTable<ServerLimits> Instance { get; } = new(new())
    {
        { "MaxRequestBodySize", "The largest request body, in bytes; a chunked one counts with its framing. 0: no limit. Exceeded: 413.", Format.Long(0, long.MaxValue), s => s.MaxRequestBodySize, (s, v) => s with { MaxRequestBodySize = v } },
        { "MaxRequestLineSize", "The longest request line, in bytes. Exceeded: 414.", Format.Integer(64, Mebibyte), s => s.MaxRequestLineSize, (s, v) => s with { MaxRequestLineSize = v } },
        { "MaxRequestHeadersTotalSize", "The size of all header fields of a request together, in bytes. Exceeded: 431.", Format.Integer(256, Mebibyte), s => s.MaxRequestHeadersTotalSize, (s, v) => s with { MaxRequestHeadersTotalSize = v } },
        { "MaxRequestHeaderCount", "The number of header fields of a request. Exceeded: 431.", Format.Integer(1, 10_000), s => s.MaxRequestHeaderCount, (s, v) => s with { MaxRequestHeaderCount = v } },
        { "MaxConcurrentConnections", "The number of open client connections. 0: no limit. Exceeded: the new connection is closed.", Format.Long(0, long.MaxValue), s => s.MaxConcurrentConnections, (s, v) => s with { MaxConcurrentConnections = v } },
        { "RequestHeadersTimeout", "The time in which a request's headers must arrive. Exceeded: 408.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.RequestHeadersTimeout, (s, v) => s with { RequestHeadersTimeout = v } },
        { "KeepAliveTimeout", "How long an idle client connection stays open.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.KeepAliveTimeout, (s, v) => s with { KeepAliveTimeout = v } },
        { "MinRequestBodyRate", "The slowest rate of a request body, in bytes a second, after 5 s. 0: no limit. Below it: 408.", Format.Integer(0, int.MaxValue), s => s.MinRequestBodyRate, (s, v) => s with { MinRequestBodyRate = v } },
        { "MinResponseRate", "The slowest rate at which a client must read a response, in bytes a second, after 5 s. 0: no limit. Below it: the connection is closed.", Format.Integer(0, int.MaxValue), s => s.MinResponseRate, (s, v) => s with { MinResponseRate = v } },
        { "Http2MaxStreams", "The concurrent requests on one HTTP/2 connection. Exceeded: REFUSED_STREAM.", Format.Integer(1, 10_000), s => s.Http2MaxStreams, (s, v) => s with { Http2MaxStreams = v } },
    };
}

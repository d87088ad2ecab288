using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Server;

/// <summary>The keys of <c>Gateway:Limits</c>.</summary>
internal static class ServerLimitsTable
{
    private const int Mebibyte = 1 << 20;

    public static SettingsTable<ServerLimits> Instance { get; } = new()
    {
        { "MaxRequestBodySize", "The largest request body, in bytes; 0: no limit.", Format.Long(0, long.MaxValue), s => s.MaxRequestBodySize, (s, v) => s with { MaxRequestBodySize = v } },
        { "MaxRequestLineSize", "The longest request line, in bytes.", Format.Integer(64, Mebibyte), s => s.MaxRequestLineSize, (s, v) => s with { MaxRequestLineSize = v } },
        { "MaxRequestHeadersTotalSize", "All header fields of a request together, in bytes.", Format.Integer(256, Mebibyte), s => s.MaxRequestHeadersTotalSize, (s, v) => s with { MaxRequestHeadersTotalSize = v } },
        { "MaxRequestHeaderCount", "The header fields of a request.", Format.Integer(1, 10_000), s => s.MaxRequestHeaderCount, (s, v) => s with { MaxRequestHeaderCount = v } },
        { "MaxConcurrentConnections", "Open connections; 0: no limit.", Format.Long(0, long.MaxValue), s => s.MaxConcurrentConnections, (s, v) => s with { MaxConcurrentConnections = v } },
        { "RequestHeadersTimeout", "Time for a request's header section to arrive.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.RequestHeadersTimeout, (s, v) => s with { RequestHeadersTimeout = v } },
        { "KeepAliveTimeout", "How long a client's idle connection is kept.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.KeepAliveTimeout, (s, v) => s with { KeepAliveTimeout = v } },
        { "MinRequestBodyRate", "Bytes a second that a request body must bring; 0: no limit.", Format.Integer(0, int.MaxValue), s => s.MinRequestBodyRate, (s, v) => s with { MinRequestBodyRate = v } },
        { "MinResponseRate", "Bytes a second of a response that a client must take; 0: no limit.", Format.Integer(0, int.MaxValue), s => s.MinResponseRate, (s, v) => s with { MinResponseRate = v } },
        { "Http2MaxStreams", "Streams that an HTTP/2 connection may have open at once.", Format.Integer(1, 10_000), s => s.Http2MaxStreams, (s, v) => s with { Http2MaxStreams = v } },
    };
}

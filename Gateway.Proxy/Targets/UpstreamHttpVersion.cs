namespace Gateway.Proxy;

/// <summary>The HTTP version of requests to targets.</summary>
public enum UpstreamHttpVersion
{
    /// <summary>HTTP/2 where TLS negotiates it, else HTTP/1.1.</summary>
    Auto,

    /// <summary>HTTP/1.1 only.</summary>
    Http1,

    /// <summary>HTTP/2 only, also without TLS: what gRPC services speak.</summary>
    Http2,
}

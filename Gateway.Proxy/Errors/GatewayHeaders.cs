using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Shutdown;

namespace Gateway.Proxy.Errors;

/// <summary>The gateway's own headers, which every response has: its version, the correlation id, and during shutdown <c>Connection: close</c>.</summary>
internal sealed class GatewayHeaders(Live<VersionHeader> versionHeader, ConnectionNotices connections)
{
    /// <summary>Adds the headers to a response. The request already has its correlation id.</summary>
    public void Apply(HttpContext context) => Apply(context, CorrelationId.Of(context));

    /// <param name="context">The request.</param>
    /// <param name="correlationId">Its correlation id.</param>
    public void Apply(HttpContext context, string correlationId)
    {
        var version = versionHeader.Current;
        var headers = context.Response.Headers;
        headers[version.Name] = version.Value;
        headers[CorrelationId.Header] = correlationId;
        connections.Apply(context);
    }

    /// <summary>Resets a response that has not started, and keeps the gateway's own headers.</summary>
    public void Restart(HttpContext context)
    {
        context.Response.Clear();
        Apply(context);
    }
}

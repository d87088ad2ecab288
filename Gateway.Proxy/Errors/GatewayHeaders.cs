using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Shutdown;

namespace Gateway.Proxy.Errors;

/// <summary>The gateway's own fields, which every response carries: its version, the correlation id, and during shutdown <c>Connection: close</c>.</summary>
internal sealed class GatewayHeaders(Live<VersionHeader> versionHeader, ConnectionNotices connections)
{
    /// <summary>Puts the fields on a response. The request has its correlation id.</summary>
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

    /// <summary>Takes back all that was made of a response that has not begun, but for the gateway's own fields.</summary>
    public void Restart(HttpContext context)
    {
        context.Response.Clear();
        Apply(context);
    }
}

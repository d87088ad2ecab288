using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;

namespace Gateway.Proxy.Pipeline;

/// <summary>Puts the gateway's own headers on every response, errors included: its version, and the correlation id.</summary>
internal sealed class GatewayHeadersMiddleware(RequestDelegate next, GatewayHeaders own)
{
    public Task InvokeAsync(HttpContext context)
    {
        CorrelationId.Accept(context.Request);
        own.Apply(context);
        return next(context);
    }
}

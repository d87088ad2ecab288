using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;

namespace Gateway.Proxy.Pipeline;

/// <summary>Puts the gateway's own headers on every response, errors included: its version, and the correlation id.</summary>
internal sealed class GatewayHeadersMiddleware(RequestDelegate next, GatewayHeaders own)
{
    public Task InvokeAsync(HttpContext context)
    {
        own.Apply(context, CorrelationId.Accept(context.Request));
        return next(context);
    }
}

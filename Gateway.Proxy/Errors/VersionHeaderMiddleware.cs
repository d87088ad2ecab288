using Gateway.Proxy.Configuration;
using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Errors;

/// <summary>Puts the gateway's own headers on every response, errors included: its version, and the correlation id.</summary>
internal sealed class VersionHeaderMiddleware(RequestDelegate next, LiveSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var version = settings.VersionHeader;
        context.Response.Headers[version.Name] = version.Value;
        CorrelationId.Apply(context);
        return next(context);
    }
}

using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Errors;

/// <summary>Puts the version header on every response, errors included.</summary>
internal sealed class VersionHeaderMiddleware(RequestDelegate next, LiveSettings settings)
{
    public Task InvokeAsync(HttpContext context)
    {
        var version = settings.VersionHeader;
        context.Response.Headers[version.Name] = version.Value;
        return next(context);
    }
}

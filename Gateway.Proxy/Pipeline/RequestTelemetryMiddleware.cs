using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Pipeline;

/// <summary>Stands first, so that whatever becomes of a request is seen.</summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next, RequestTelemetry telemetry, AccessLog access)
{
    public Task InvokeAsync(HttpContext context)
    {
        telemetry.Begin(context);
        return access.IsOn ? access.FollowAsync(context, next) : next(context);
    }
}

using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Pipeline;

/// <summary>The outermost middleware, so that it sees the end of every request.</summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next, RequestTelemetry telemetry, AccessLog access)
{
    public Task InvokeAsync(HttpContext context)
    {
        telemetry.Begin(context);
        return access.IsOn ? access.FollowAsync(context, next) : next(context);
    }
}

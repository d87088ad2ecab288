using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Pipeline;

/// <summary>Stands outside of all that handles a request, so that it sees the end of each.</summary>
internal sealed class RequestTelemetryMiddleware(RequestDelegate next, RequestTelemetry telemetry, AccessLog access)
{
    public Task InvokeAsync(HttpContext context)
    {
        telemetry.Begin(context);
        return access.IsOn ? access.FollowAsync(context, next) : next(context);
    }
}

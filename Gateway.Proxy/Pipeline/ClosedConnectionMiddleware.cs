using Gateway.Proxy.Http;

namespace Gateway.Proxy.Pipeline;

/// <summary>Handles no request on a connection that the client has closed: it may be the rest of a body.</summary>
/// <remarks>
/// When a client closes its side within an upload, the request is aborted, and Kestrel neither reads the rest of its body nor ends the connection:
/// it parses what has arrived of the body as further requests. No response can reach the client any more, so nothing is lost.
/// </remarks>
internal sealed class ClosedConnectionMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.RequestAborted.IsCancellationRequested)
            return next(context);
        RequestFraming.CloseConnection(context);
        return Task.CompletedTask;
    }
}

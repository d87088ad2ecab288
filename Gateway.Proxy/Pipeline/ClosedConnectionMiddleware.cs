using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Http.Features;

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
        if (IsClosed(context))
            return Task.CompletedTask;
        var handling = next(context);
        return context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } ? CloseAfterAsync(context, handling) : handling;
    }

    private static async Task CloseAfterAsync(HttpContext context, Task handling)
    {
        try
        {
            await handling;
        }
        catch (BadHttpRequestException)
        {
            // From a read of the body: the request is aborted a moment later.
            RequestFraming.CloseConnection(context);
            throw;
        }
        finally
        {
            IsClosed(context);
        }
    }

    /// <summary>Whether the client has closed the connection; then it ends.</summary>
    private static bool IsClosed(HttpContext context)
    {
        if (!context.RequestAborted.IsCancellationRequested)
            return false;
        RequestFraming.CloseConnection(context);
        return true;
    }
}

using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>Buffers the request body before the request is forwarded and a connection permit is acquired: a small body completely, of a large one the first chunk.</summary>
internal static class RequestBodyBuffering
{
    /// <returns>Null, or the client's error.</returns>
    /// <exception cref="InvalidOperationException">The application has read the body already.</exception>
    public static async ValueTask<AttemptOutcome?> ReadAsync(ForwardedRequest forwarded)
    {
        var context = forwarded.Context;
        var request = context.Request;
        try
        {
            if (request.Body is WatchedBody { WasRead: true })
                throw new InvalidOperationException("The request cannot be forwarded: the application has read its body. Forward it before reading, or call Request.EnableBuffering and set Request.Body.Position to 0.");
            RequestBodyLimit.Apply(context, forwarded.Route.Route.MaxRequestBodySize);
            forwarded.UseBody(forwarded.Body, await RequestFraming.PeekAsync(context, context.RequestAborted) ?? PipeBody.Of(request));

            if (Wanted(forwarded) is { } wanted)
            {
                var body = await BufferedBody.ReadAsync(request.Body, request.ContentLength, wanted, context.RequestAborted);
                forwarded.UseBody(new(Exists: true, body.IsComplete ? body : null), body);
            }
        }
        catch (BadHttpRequestException exception)
        {
            RequestFraming.CloseConnection(context);
            return new(FailureReason.BadRequest, Status: exception.StatusCode, Cause: ExceptionCause.Of(exception));
        }
        catch (OperationCanceledException)
        {
            return new(FailureReason.ClientDisconnected);
        }
        catch (IOException exception)
        {
            // Kestrel also reports a chunk size that overflows in this way.
            if (exception is Microsoft.AspNetCore.Connections.ConnectionResetException || context.RequestAborted.IsCancellationRequested)
                return new(FailureReason.ClientDisconnected);
            RequestFraming.CloseConnection(context);
            return new(FailureReason.BadRequest, Status: StatusCodes.Status400BadRequest, Cause: ExceptionCause.Of(exception));
        }

        forwarded.TimeBody();
        return null;
    }

    /// <summary>How much of the body is buffered: up to this many bytes; 0: the first chunk; null: nothing.</summary>
    private static int? Wanted(ForwardedRequest forwarded)
    {
        var request = forwarded.Context.Request;

        // Expect: 100-continue: the client waits for the upstream's decision before it sends the body.
        if (request.Headers.Expect.Count > 0)
            return null;
        if (request.ContentLength is { } length)
            return length <= BufferedBody.Limit ? BufferedBody.Limit : 0;
        if (forwarded.Route.Route.MaxRetries > 0 && Idempotent.Is(request.Method))
            return BufferedBody.Limit;

        // A streaming client may wait for the response before it sends more; a gRPC client may do so before it sends anything.
        return forwarded.Route.LimitsConnections && !ForwarderConfigs.IsGrpc(request.ContentType) ? 0 : null;
    }
}

using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>Reads a request's body ahead, before anything is forwarded and before a connection permit is taken: a small one whole, of a large one the first piece.</summary>
internal static class RequestBodyBuffering
{
    /// <returns>Null, or what is wrong with it, which is the client's fault.</returns>
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
            if (await RequestFraming.PeekAsync(context, context.RequestAborted) is { } peeked)
                forwarded.UseBody(forwarded.Body, peeked);

            if (Wanted(forwarded) is { } wanted)
            {
                var body = await BufferedBody.ReadAsync(request.Body, request.ContentLength, wanted, context.RequestAborted);
                forwarded.UseBody(new(Exists: true, body.IsComplete ? body : null), body);
            }
        }
        catch (BadHttpRequestException exception)
        {
            RequestFraming.CloseConnection(context);
            return new(FailureReason.BadRequest, Status: exception.StatusCode);
        }
        catch (OperationCanceledException)
        {
            return new(FailureReason.ClientDisconnected);
        }
        catch (IOException exception)
        {
            // A chunk size that no number holds is told as this, too.
            if (exception is Microsoft.AspNetCore.Connections.ConnectionResetException || context.RequestAborted.IsCancellationRequested)
                return new(FailureReason.ClientDisconnected);
            RequestFraming.CloseConnection(context);
            return new(FailureReason.BadRequest, Status: StatusCodes.Status400BadRequest);
        }

        forwarded.TimeBody();
        return null;
    }

    /// <summary>How much of the body is read ahead: up to this many bytes; 0: the first piece; null: nothing.</summary>
    private static int? Wanted(ForwardedRequest forwarded)
    {
        var request = forwarded.Context.Request;

        // Whoever announces the body waits for the upstream's word before it is sent.
        if (request.Headers.Expect.Count > 0)
            return null;
        if (request.ContentLength is { } length)
            return length <= BufferedBody.Limit ? BufferedBody.Limit : 0;
        if (forwarded.Route.Route.MaxRetries > 0 && Idempotent.Is(request.Method))
            return BufferedBody.Limit;

        // Who streams may wait for a response before it sends more, and with gRPC before it sends anything.
        return forwarded.Route.LimitsConnections && !ForwarderConfigs.IsGrpc(request.ContentType) ? 0 : null;
    }
}

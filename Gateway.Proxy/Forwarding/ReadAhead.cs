using Gateway.Proxy.Framing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>Looks at a request's body before anything is forwarded; a small one of a request that may be repeated is kept.</summary>
internal static class ReadAhead
{
    /// <returns>Null, or what is wrong with it, which is the client's fault.</returns>
    public static async ValueTask<AttemptOutcome?> ReadAsync(Exchange exchange)
    {
        var request = exchange.Context.Request;
        var keep = exchange.Route.Route.MaxRetries > 0 && Idempotent.Is(request.Method) && request.Headers.Expect.Count == 0;
        exchange.Deadline.Arm();
        try
        {
            await RequestFraming.PeekAsync(exchange.Context, exchange.Deadline.Token);
            if (keep)
            {
                var body = await ReplayStream.ReadAsync(request.Body, request.ContentLength, exchange.Deadline.Token);
                exchange.UseBody(new(Exists: true, body.IsWhole ? body : null));
                request.Body = body;
            }
        }
        catch (BadHttpRequestException exception)
        {
            RequestFraming.CloseConnection(exchange.Context);
            return new(FailureReason.BadRequest, Status: exception.StatusCode);
        }
        catch (OperationCanceledException)
        {
            return exchange.Deadline.IsOver ? new(FailureReason.BadRequest, Status: StatusCodes.Status408RequestTimeout) : new(FailureReason.ClientGone);
        }
        catch (IOException exception)
        {
            // A chunk size that no number holds is told as this, too.
            if (exception is Microsoft.AspNetCore.Connections.ConnectionResetException || exchange.Context.RequestAborted.IsCancellationRequested)
                return new(FailureReason.ClientGone);
            RequestFraming.CloseConnection(exchange.Context);
            return new(FailureReason.BadRequest, Status: StatusCodes.Status400BadRequest);
        }

        request.Body = new TimedBody(request.Body, exchange.Deadline, exchange.Route.Route.Timeouts);
        return null;
    }
}

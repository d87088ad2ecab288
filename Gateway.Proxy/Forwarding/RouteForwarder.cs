using Gateway.Proxy.Errors;
using Gateway.Proxy.Framing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>The attempt loop: choose an endpoint, pass its circuit and its connection limit, forward, classify, and again while that may help.</summary>
internal sealed partial class RouteForwarder(IHttpForwarder forwarder, ForwardingContext context, ProblemWriter problems, AccessLog access, ILogger<RouteForwarder> logger)
{
    private const int MostRejections = 5;

    private readonly ObjectPool<Exchange> _exchanges = new DefaultObjectPool<Exchange>(new ExchangePolicy(context), maximumRetained: 1024);

    public Task ForwardAsync(HttpContext httpContext, RouteState route) =>
        route.Gates.Length == 0 ? ForwardAdmittedAsync(httpContext, route) : AdmitAsync(httpContext, route);

    private async Task AdmitAsync(HttpContext httpContext, RouteState route)
    {
        foreach (var gate in route.Gates)
        {
            if (!await gate.AdmitAsync(httpContext, route.Route.Name))
                return;
        }

        await ForwardAdmittedAsync(httpContext, route);
    }

    private async Task ForwardAdmittedAsync(HttpContext httpContext, RouteState route)
    {
        route.Budget.CountRequest();
        var began = access.Begin();
        var exchange = _exchanges.Get();
        exchange.Begin(httpContext, route);
        try
        {
            var outcome = await AttemptAllAsync(exchange);
            if (exchange.Accepted || outcome.Reason is FailureReason.None or FailureReason.ClientGone)
                return;
            if (exchange.Kept is { } answer && outcome.Reason is not (FailureReason.RequestTimeout or FailureReason.BadRequest))
                await answer.WriteAsync(httpContext, route.Route, context.Settings.VersionHeader);
            else
                await problems.WriteAsync(httpContext, outcome, route);
        }
        finally
        {
            access.End(began, httpContext, route.Route.Name, exchange.Tried.IsEmpty ? null : exchange.Destination.Target.Name, exchange.Attempts);
            exchange.End();
            _exchanges.Return(exchange);
        }
    }

    private async ValueTask<AttemptOutcome> AttemptAllAsync(Exchange exchange)
    {
        if (exchange.Body.Exists && await ReadAheadAsync(exchange) is { } refused)
            return refused;

        while (true)
        {
            var outcome = await AttemptAsync(exchange);
            if (exchange.Accepted || outcome.Reason is FailureReason.None or FailureReason.ClientGone)
                return outcome;

            // The wait belongs to the answer before it: a circuit that has opened since must not be waited for in its name.
            var delay = exchange.RetryDelay ?? RetryDecision.AfterFailure(exchange, outcome);
            exchange.RetryDelay = null;
            LogFailed(exchange.Route.Route.Name, exchange.Tried.IsEmpty ? "none" : exchange.Destination.Target.Name, outcome.Reason, delay);
            if (delay is null)
                return outcome;
            if (await WaitAsync(exchange, delay.Value) is { } ended)
                return ended;
            exchange.Context.Response.ResetForNextAttempt();
            exchange.Body.Kept?.Rewind();
        }
    }

    private async ValueTask<AttemptOutcome> AttemptAsync(Exchange exchange)
    {
        var route = exchange.Route;
        exchange.BeginChoice();
        for (var rejections = 0; ;)
        {
            if (route.Choose(exchange.Tried, out var probe) is not { } destination)
                return new(route.UntilProbe() is null ? FailureReason.NoTarget : FailureReason.CircuitOpen);

            exchange.Choose(destination, probe);
            if (destination.Target.Client.Slots is { } slots && await TakeSlotAsync(slots, exchange) is { } refused)
            {
                destination.Circuit.Abandoned(probe);
                if (refused.Reason == FailureReason.PoolTimeout && route.HasUntried(exchange.Tried))
                    continue;
                return refused;
            }

            // Its circuit may have opened since it was chosen: what was not sent is no attempt, and costs no wait.
            var outcome = await SendAsync(exchange, destination.Target);
            if (outcome.Reason != FailureReason.CircuitOpen || ++rejections > MostRejections)
                return outcome;
        }
    }

    private async ValueTask<AttemptOutcome> SendAsync(Exchange exchange, Target target)
    {
        target.Begin();
        var failed = true;
        try
        {
            var context = Polly.ResilienceContextPool.Shared.Get(exchange.Deadline.Token);
            var result = await exchange.Destination.Pipeline.ExecuteOutcomeAsync(SendOnce, context, exchange);
            Polly.ResilienceContextPool.Shared.Return(context);
            result.ThrowIfException();
            failed = result.Result.CountsAgainstTarget;
            return result.Result;
        }
        finally
        {
            target.End(failed);
            target.Client.Slots?.Release();
        }
    }

    private Func<Polly.ResilienceContext, Exchange, ValueTask<Polly.Outcome<AttemptOutcome>>> SendOnce => _sendOnce ??= SendOnceAsync;

    private Func<Polly.ResilienceContext, Exchange, ValueTask<Polly.Outcome<AttemptOutcome>>>? _sendOnce;

    private async ValueTask<Polly.Outcome<AttemptOutcome>> SendOnceAsync(Polly.ResilienceContext resilience, Exchange exchange)
    {
        exchange.BeginAttempt();
        var client = exchange.Destination.Target.Client;
        var invoker = client.Rent();
        using var activity = GatewayTelemetry.BeginAttempt(exchange);
        try
        {
            if (exchange.IsUpgrade)
                exchange.Deadline.BeginPhase(RequestPhase.Reading, exchange.Route.Route.Timeouts.Read);
            var error = await forwarder.SendAsync(exchange.Context, exchange.Destination.Prefix, invoker, exchange.Route.RequestConfigs.For(exchange), exchange, exchange.Deadline.Token);
            var outcome = OutcomeClassifier.Classify(error, exchange);
            exchange.EndAttempt(outcome);
            GatewayTelemetry.EndAttempt(activity, exchange, outcome);
            return Polly.Outcome.FromResult(outcome);
        }
        catch (Exception exception)
        {
            return Polly.Outcome.FromException<AttemptOutcome>(exception);
        }
        finally
        {
            client.Return(invoker);
        }
    }

    /// <summary>A small body of a request that may be repeated is read ahead; what is wrong with it is the client's fault.</summary>
    private static async ValueTask<AttemptOutcome?> ReadAheadAsync(Exchange exchange)
    {
        var request = exchange.Context.Request;
        var keep = exchange.Route.Route.MaxRetries > 0 && Idempotent.Is(request.Method) && request.Headers.Expect.Count == 0;
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

    /// <summary>Waits in the target's queue for a place; null when there is one.</summary>
    private async ValueTask<AttemptOutcome?> TakeSlotAsync(SemaphoreSlim slots, Exchange exchange)
    {
        // The common case: a place is free.
        if (slots.WaitAsync(0) is { IsCompletedSuccessfully: true } free && await free)
            return null;
        var began = context.Time.GetTimestamp();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token, exchange.Context.RequestAborted);
        try
        {
            if (await slots.WaitAsync(exchange.PoolTime, cancelled.Token))
                return null;
            return new(FailureReason.PoolTimeout);
        }
        catch (OperationCanceledException)
        {
            return new(exchange.Context.RequestAborted.IsCancellationRequested ? FailureReason.ClientGone : FailureReason.RequestTimeout);
        }
        finally
        {
            var left = exchange.PoolTime - context.Time.GetElapsedTime(began);
            exchange.PoolTime = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private async ValueTask<AttemptOutcome?> WaitAsync(Exchange exchange, TimeSpan delay)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(exchange.Deadline.Token, exchange.Context.RequestAborted);
        try
        {
            await Task.Delay(delay, context.Time, cancelled.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return new(exchange.Context.RequestAborted.IsCancellationRequested ? FailureReason.ClientGone : FailureReason.RequestTimeout);
        }
    }

    private void LogFailed(string route, string target, FailureReason reason, TimeSpan? delay)
    {
        if (delay is { } wait)
            LogRetry(logger, route, target, reason, wait.TotalMilliseconds);
        else
            LogGivenUp(logger, route, target, reason);
    }

    [LoggerMessage(LogLevel.Information, "Route {Route}: target {Target} failed ({Reason}); the next attempt follows in {DelayMs:0} ms")]
    private static partial void LogRetry(ILogger logger, string route, string target, FailureReason reason, double delayMs);

    [LoggerMessage(LogLevel.Warning, "Route {Route}: target {Target} failed ({Reason}); the client gets the error")]
    private static partial void LogGivenUp(ILogger logger, string route, string target, FailureReason reason);

    private sealed class ExchangePolicy(ForwardingContext context) : PooledObjectPolicy<Exchange>
    {
        public override Exchange Create() => new(context);

        public override bool Return(Exchange obj) => true;
    }
}

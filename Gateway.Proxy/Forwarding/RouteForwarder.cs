using Gateway.Proxy.Errors;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Telemetry;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>The attempt loop: choose an endpoint, pass its circuit and its connection limit, forward, classify, and again while that may help.</summary>
internal sealed class RouteForwarder(IHttpForwarder forwarder, ForwardingContext context, ProblemWriter problems, RequestTelemetry telemetry, ForwardingLog log)
{
    private const int MostRejections = 5;

    private readonly ObjectPool<Exchange> _exchanges = new DefaultObjectPool<Exchange>(new ExchangePolicy(context), maximumRetained: 1024);

    public Task ForwardAsync(HttpContext httpContext, RouteState route)
    {
        telemetry.Routed(httpContext, route.Route.Name);
        var gates = route.Gates;
        for (var i = 0; i < gates.Length; i++)
        {
            var admission = gates[i].AdmitAsync(httpContext, route.Route.Name);
            if (!admission.IsCompletedSuccessfully)
                return AdmitAsync(admission, i + 1, httpContext, route);
            if (!admission.Result)
                return Task.CompletedTask;
        }

        return ForwardAdmittedAsync(httpContext, route);
    }

    private async Task AdmitAsync(ValueTask<bool> admission, int next, HttpContext httpContext, RouteState route)
    {
        if (!await admission)
            return;
        for (; next < route.Gates.Length; next++)
        {
            if (!await route.Gates[next].AdmitAsync(httpContext, route.Route.Name))
                return;
        }

        await ForwardAdmittedAsync(httpContext, route);
    }

    private async Task ForwardAdmittedAsync(HttpContext httpContext, RouteState route)
    {
        route.Budget.CountRequest();
        var exchange = _exchanges.Get();
        exchange.Begin(httpContext, route);
        GrpcReset.Install(exchange);
        try
        {
            var failure = exchange.Body.Exists ? await ReadAhead.ReadAsync(exchange) : null;
            while (failure is null)
            {
                var outcome = await AttemptAsync(exchange);
                if (exchange.Accepted || outcome.Reason == FailureReason.None)
                {
                    if (outcome.Reason is not (FailureReason.None or FailureReason.UpstreamStatus))
                        telemetry.Failed(httpContext, outcome.Reason.Word());
                    if (outcome.Reason is not (FailureReason.None or FailureReason.UpstreamStatus or FailureReason.ClientGone))
                        log.BrokenOff(route.Route.Name, exchange.Destination.Target.Name, outcome.Reason);
                    return;
                }

                failure = await PrepareRetryAsync(exchange, outcome);
            }

            if (failure.Value.Status == StatusCodes.Status413PayloadTooLarge)
                log.TooLarge(route.Route.Name, RequestBodyLimit.Of(httpContext));
            if (failure.Value.Reason != FailureReason.ClientGone)
                await AnswerAsync(exchange, failure.Value);
            else
                telemetry.Failed(httpContext, failure.Value.Reason.Word());
        }
        finally
        {
            telemetry.Forwarded(httpContext, exchange.Tried.IsEmpty ? null : exchange.Destination.Target.Name, exchange.Attempts);
            exchange.End();
            _exchanges.Return(exchange);
        }
    }

    private Task AnswerAsync(Exchange exchange, AttemptOutcome failure) =>
        exchange.Kept is { } answer && failure.Reason is not (FailureReason.RequestTimeout or FailureReason.BadRequest)
            ? answer.WriteAsync(exchange, context.Headers)
            : problems.WriteAsync(exchange.Context, ProblemKind.Of(failure), exchange.Route.Route.Name, failure.Reason == FailureReason.CircuitOpen ? exchange.Route.UntilProbe() : null);

    /// <summary>Waits until the request may be tried again; else the failure that the client is told of.</summary>
    private async ValueTask<AttemptOutcome?> PrepareRetryAsync(Exchange exchange, AttemptOutcome outcome)
    {
        if (outcome.Reason == FailureReason.ClientGone)
            return outcome;

        // The wait belongs to the answer before it: a circuit that has opened since must not be waited for in its name.
        var delay = exchange.RetryDelay ?? RetryDecision.AfterFailure(exchange, outcome);
        exchange.RetryDelay = null;
        log.Failed(exchange.Route.Route.Name, exchange.Tried.IsEmpty ? null : exchange.Destination.Target.Name, outcome.Reason, isRetried: delay is not null);
        if (delay is null)
            return outcome;
        exchange.Deadline.Renew();
        if (await Waiting.ForRetryAsync(exchange, delay.Value) is { } ended)
            return ended;
        if (exchange.Deadline.Left == TimeSpan.Zero)
            return new AttemptOutcome(FailureReason.RequestTimeout);
        exchange.RestartResponse();
        return null;
    }

    // No state machine of its own: nearly always a permit is free and the circuit closed, and what is returned is the sending itself.
    private ValueTask<AttemptOutcome> AttemptAsync(Exchange exchange)
    {
        var route = exchange.Route;
        for (exchange.BeginChoice(); exchange.Rejections <= MostRejections;)
        {
            if (route.Choose(exchange.Tried, out var probe) is not { } destination)
                return new(new AttemptOutcome(route.UntilProbe() is null ? FailureReason.NoTarget : FailureReason.CircuitOpen));

            exchange.Choose(destination, probe);
            var permits = destination.Target.Client.Permits;
            if (permits is not null && !permits.TryAcquire(exchange.Context.Connection.RemoteIpAddress))
                return AttemptAfterQueueAsync(permits, exchange);
            if (TryBegin(exchange, permits))
                return SendOnceAsync(exchange);
        }

        return new(new AttemptOutcome(FailureReason.CircuitOpen));
    }

    private async ValueTask<AttemptOutcome> AttemptAfterQueueAsync(ConnectionPermits permits, Exchange exchange)
    {
        if (await Waiting.ForPermitAsync(permits, exchange) is { } refused)
        {
            exchange.Destination.Circuit.Abandoned(exchange.Pass);
            return refused.Reason == FailureReason.PoolTimeout && exchange.Route.HasUntried(exchange.Tried)
                ? await AttemptAsync(exchange)
                : refused;
        }

        return await (TryBegin(exchange, permits) ? SendOnceAsync(exchange) : AttemptAsync(exchange));
    }

    /// <summary>False when the circuit has opened since the endpoint was chosen: what was not sent is no attempt, and costs no wait.</summary>
    private static bool TryBegin(Exchange exchange, ConnectionPermits? permits)
    {
        if (exchange.TryEnterCircuit())
        {
            exchange.Destination.Begin();
            return true;
        }

        permits?.Release(exchange.Context.Connection.RemoteIpAddress);
        exchange.Rejections++;
        return false;
    }

    private async ValueTask<AttemptOutcome> SendOnceAsync(Exchange exchange)
    {
        exchange.BeginAttempt();
        var destination = exchange.Destination;
        var client = destination.Target.Client;
        var address = exchange.Context.Connection.RemoteIpAddress;
        var invoker = client.Rent();
        AttemptOutcome? outcome = null;
        try
        {
            var error = await forwarder.SendAsync(exchange.Context, destination.Prefix, invoker, exchange.Route.RequestConfigs.For(exchange), exchange, exchange.Deadline.Token);
            outcome = OutcomeClassifier.Classify(error, exchange);
            exchange.EndAttempt(outcome.Value);
            return outcome.Value;
        }
        finally
        {
            exchange.Telemetry.End(outcome);
            client.Return(invoker);
            try
            {
                // Before its permit is free, so that who waits for it finds the circuit as it is.
                exchange.Report(outcome);
            }
            finally
            {
                destination.End(outcome is not { CountsAgainstTarget: false });
                client.Permits?.Release(address);
            }
        }
    }

    private sealed class ExchangePolicy(ForwardingContext context) : PooledObjectPolicy<Exchange>
    {
        public override Exchange Create() => new(context);

        public override bool Return(Exchange obj) => true;
    }
}

using Gateway.Proxy.Errors;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Telemetry;
using Microsoft.Extensions.ObjectPool;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Forwarding;

/// <summary>The attempt loop: acquire an endpoint and its permits, send, classify the outcome, retry if allowed; then the response or the error.</summary>
internal sealed class RouteForwarder(IHttpForwarder forwarder, ForwardingContext context, ProblemWriter problems, RequestTelemetry telemetry, ForwardingLog log)
{
    private const int MaxCircuitRejections = 5;

    private static readonly AttemptOutcome AllCircuitsOpen = new(FailureReason.CircuitOpen, Cause: "the circuits of all targets are open");

    private readonly ObjectPool<ForwardedRequest> _requests = new DefaultObjectPool<ForwardedRequest>(new RequestPolicy(context), maximumRetained: 1024);

    public async Task ForwardAsync(HttpContext httpContext, RouteRuntime route)
    {
        route.Budget.CountRequest();
        var request = _requests.Get();
        try
        {
            request.Begin(httpContext, route);
            GrpcReset.Install(request);
            var failure = request.Body.Exists ? await RequestBodyBuffering.ReadAsync(request) : null;
            while (failure is null)
            {
                var outcome = await AttemptAsync(request);
                if (request.Attempt.IsAccepted || outcome.Reason == FailureReason.None)
                {
                    if (request.Attempt.IsCopied && request.TimedBody is { IsAtEnd: false } unread)
                        await unread.WhenIdleAsync();
                    Responded(request, outcome);
                    return;
                }

                failure = await PrepareRetryAsync(request, outcome);
            }

            await FailAsync(request, failure);
        }
        finally
        {
            telemetry.Forwarded(httpContext, request.Retries.Tried.IsEmpty ? null : request.Attempt.Endpoint.Target.Name, request.Retries.Attempts);
            request.End();
            _requests.Return(request);
        }
    }

    // Not async, to avoid a state machine: usually a permit is free and the circuit closed, and the send task is returned directly.
    private ValueTask<AttemptOutcome> AttemptAsync(ForwardedRequest request)
    {
        for (; request.Retries.CircuitRejections <= MaxCircuitRejections; request.Retries.CircuitRejections++)
        {
            switch (request.Attempt.TryAcquire())
            {
                case AcquireResult.Acquired:
                    return SendAsync(request);
                case AcquireResult.NoConnection:
                    return AttemptAfterQueueAsync(request);
                case AcquireResult.NoEndpoint:
                    return new(request.Route.TimeUntilNextProbe() is null ? NoTarget(request.Route) : AllCircuitsOpen);
            }
        }

        return new(AllCircuitsOpen);
    }

    private static AttemptOutcome NoTarget(RouteRuntime route) => new(
        FailureReason.NoAvailableTarget,
        Cause: route.Targets.All(target => target.Weight == 0) ? "every target has weight 0" : "service discovery has no endpoint for a target whose weight is above 0");

    private async ValueTask<AttemptOutcome> AttemptAfterQueueAsync(ForwardedRequest request)
    {
        if (await request.Attempt.WaitForConnectionAsync() is { } refused)
        {
            return refused.Reason == FailureReason.PoolTimeout && request.Route.HasUntried(request.Retries.Tried)
                ? await AttemptAsync(request)
                : refused;
        }

        if (request.Attempt.TryAcquireCircuit() == AcquireResult.Acquired)
            return await SendAsync(request);
        request.Retries.CircuitRejections++;
        return await AttemptAsync(request);
    }

    private async ValueTask<AttemptOutcome> SendAsync(ForwardedRequest request)
    {
        var attempt = request.Attempt;
        var invoker = attempt.Begin();
        AttemptOutcome? outcome = null;
        try
        {
            var error = await forwarder.SendAsync(
                request.Context, attempt.Endpoint.Prefix, invoker, request.Route.ForwarderConfigs.Select(request), request.Transformer, request.Deadline.Token);
            outcome = OutcomeClassifier.Classify(error, request);
            attempt.End(outcome);
            return outcome;
        }
        finally
        {
            attempt.Release(outcome);
        }
    }

    /// <summary>Waits until the request may be retried; returns the failure for the client when it may not.</summary>
    private async ValueTask<AttemptOutcome?> PrepareRetryAsync(ForwardedRequest request, AttemptOutcome outcome)
    {
        if (outcome.Reason == FailureReason.ClientDisconnected)
            return outcome;

        // The delay belongs to the previous response; it must not be used to wait for a circuit that opened later.
        var delay = request.Retries.Delay ?? RetryPolicy.AfterFailure(request, outcome);
        request.Retries.Delay = null;
        if (delay is null)
            return outcome;
        log.Retried(request, outcome);
        request.Deadline.Renew();
        if (await RetryPolicy.WaitAsync(request, delay.Value) is { } ended)
            return ended;
        request.Restart();
        return null;
    }

    // The client has its response, complete or aborted.
    private void Responded(ForwardedRequest request, AttemptOutcome outcome)
    {
        if (outcome.Reason == FailureReason.None)
            return;
        if (outcome.Reason == FailureReason.UpstreamStatus)
        {
            log.Failed(request, outcome, outcome.Status);
            return;
        }

        telemetry.Failed(request.Context, outcome.Reason.ToReasonString());
        if (outcome.Reason != FailureReason.ClientDisconnected)
            log.BrokenOff(request, outcome);
    }

    private Task FailAsync(ForwardedRequest request, AttemptOutcome failure)
    {
        var route = request.Route;
        if (failure.Reason == FailureReason.ClientDisconnected)
        {
            telemetry.Failed(request.Context, failure.Reason.ToReasonString());
            return Task.CompletedTask;
        }

        if (request.Retries.Response is { } response && failure.Reason is not (FailureReason.RequestTimeout or FailureReason.BadRequest))
        {
            log.Failed(request, failure, response.Status);
            return response.WriteAsync(request);
        }

        var kind = ProblemKind.Of(failure);
        log.Failed(request, failure, kind.Status);
        var retryAfter = failure.Reason == FailureReason.CircuitOpen ? route.TimeUntilNextProbe() : null;
        return problems.WriteAsync(request.Context, kind, route.Route.Name, retryAfter);
    }

    private sealed class RequestPolicy(ForwardingContext context) : PooledObjectPolicy<ForwardedRequest>
    {
        public override ForwardedRequest Create() => new(context);

        public override bool Return(ForwardedRequest obj) => true;
    }
}

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

    private readonly ObjectPool<ForwardedRequest> _requests = new DefaultObjectPool<ForwardedRequest>(new RequestPolicy(context), maximumRetained: 1024);

    public async Task ForwardAsync(HttpContext httpContext, RouteRuntime route)
    {
        route.Budget.CountRequest();
        var request = _requests.Get();
        request.Begin(httpContext, route);
        try
        {
            GrpcReset.Install(request);
            var failure = request.Body.Exists ? await RequestBodyBuffering.ReadAsync(request) : null;
            while (failure is null)
            {
                var outcome = await AttemptAsync(request);
                if (request.Attempt.IsAccepted || outcome.Reason == FailureReason.None)
                {
                    Responded(request, outcome);
                    return;
                }

                failure = await PrepareRetryAsync(request, outcome);
            }

            await FailAsync(request, failure.Value);
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
                    return new(new AttemptOutcome(request.Route.TimeUntilNextProbe() is null ? FailureReason.NoAvailableTarget : FailureReason.CircuitOpen));
            }
        }

        return new(new AttemptOutcome(FailureReason.CircuitOpen));
    }

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
            attempt.End(outcome.Value);
            return outcome.Value;
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
        log.Failed(request.Route.Route.Name, request.Retries.Tried.IsEmpty ? null : request.Attempt.Endpoint.Target.Name, outcome.Reason, isRetried: delay is not null);
        if (delay is null)
            return outcome;
        request.Deadline.Renew();
        if (await RetryPolicy.WaitAsync(request, delay.Value) is { } ended)
            return ended;
        request.Restart();
        return null;
    }

    // The client has its response, complete or aborted.
    private void Responded(ForwardedRequest request, AttemptOutcome outcome)
    {
        if (outcome.Reason is FailureReason.None or FailureReason.UpstreamStatus)
            return;
        telemetry.Failed(request.Context, outcome.Reason.ToReasonString());
        if (outcome.Reason != FailureReason.ClientDisconnected)
            log.BrokenOff(request.Route.Route.Name, request.Attempt.Endpoint.Target.Name, outcome.Reason);
    }

    private Task FailAsync(ForwardedRequest request, AttemptOutcome failure)
    {
        var route = request.Route;
        if (failure.Status == StatusCodes.Status413PayloadTooLarge)
            log.TooLarge(route.Route.Name, RequestBodyLimit.Of(request.Context));
        if (failure.Reason == FailureReason.ClientDisconnected)
        {
            telemetry.Failed(request.Context, failure.Reason.ToReasonString());
            return Task.CompletedTask;
        }

        if (request.Retries.Response is { } response && failure.Reason is not (FailureReason.RequestTimeout or FailureReason.BadRequest))
            return response.WriteAsync(request);
        var retryAfter = failure.Reason == FailureReason.CircuitOpen ? route.TimeUntilNextProbe() : null;
        return problems.WriteAsync(request.Context, ProblemKind.Of(failure), route.Route.Name, retryAfter);
    }

    private sealed class RequestPolicy(ForwardingContext context) : PooledObjectPolicy<ForwardedRequest>
    {
        public override ForwardedRequest Create() => new(context);

        public override bool Return(ForwardedRequest obj) => true;
    }
}

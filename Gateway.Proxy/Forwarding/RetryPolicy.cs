using System.Net.Http.Headers;
using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>Decides whether a request is retried, and after which delay. Follows the order of docs/reliability.md.</summary>
internal static class RetryPolicy
{
    /// <summary>The decision after an upstream status that counts as a failure; null: no retry, the response is forwarded.</summary>
    public static TimeSpan? AfterResponse(ForwardedRequest request, HttpResponseMessage response) =>
        IsRepeatable(request) ? TrySchedule(request, RetryAfter(response.Headers, request) ?? NextDelay(request)) : null;

    /// <summary>The decision after a failure without a response; null: no retry, the client receives the error.</summary>
    public static TimeSpan? AfterFailure(ForwardedRequest request, AttemptOutcome outcome)
    {
        var may = outcome.IsNotSent || (outcome.IsEndpointFailure && outcome.Reason != FailureReason.RequestTimeout && IsRepeatable(request));
        return may && !request.Context.Response.HasStarted ? TrySchedule(request, NextDelay(request)) : null;
    }

    /// <summary>Waits before the next attempt; null when the delay has passed, otherwise the failure that ended the wait.</summary>
    public static async ValueTask<AttemptOutcome?> WaitAsync(ForwardedRequest request, TimeSpan delay)
    {
        // The delay is shorter than the time that is left, so that only the client can end the wait.
        try
        {
            await Task.Delay(delay, request.Deadline.Time, request.Context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return new(FailureReason.ClientDisconnected);
        }

        return request.Deadline.Left == TimeSpan.Zero ? new(FailureReason.RequestTimeout, Cause: "Timeout was over before the next attempt") : null;
    }

    private static bool IsRepeatable(ForwardedRequest request) =>
        Idempotent.Is(request.Context.Request.Method) && request.Body.IsReplayable && !request.IsUpgrade;

    private static TimeSpan? TrySchedule(ForwardedRequest request, TimeSpan delay) =>
        request.Retries.Attempts <= request.Route.Route.MaxRetries && delay < request.Deadline.Left && request.Retries.TryAcquireRetry() ? delay : null;

    private static TimeSpan NextDelay(ForwardedRequest request) => Backoff.Delay(request.Route.Route.Retry, request.Retries.Attempts - 1);

    /// <summary>The upstream's Retry-After; null when it is absent or exceeds the remaining time.</summary>
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, ForwardedRequest request)
    {
        TimeSpan? asked = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date - request.Deadline.Time.GetUtcNow() is { Ticks: > 0 } left => left,
            { Date: not null } => TimeSpan.Zero,
            _ => null,
        };
        return asked < request.Deadline.Left ? asked : null;
    }
}

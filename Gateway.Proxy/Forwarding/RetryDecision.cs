using System.Net.Http.Headers;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>Whether an exchange is tried again, and after which wait. Section by section what docs/reliability.md promises.</summary>
internal static class RetryDecision
{
    /// <summary>After an upstream status that counts as a failure; null: the answer goes to the client as it is.</summary>
    public static TimeSpan? AfterAnswer(Exchange exchange, HttpResponseMessage answer) =>
        IsRepeatable(exchange) ? Take(exchange, RetryAfter(answer.Headers, exchange) ?? NextDelay(exchange)) : null;

    /// <summary>After a failure without an answer; null: it goes to the client.</summary>
    public static TimeSpan? AfterFailure(Exchange exchange, AttemptOutcome outcome)
    {
        var may = outcome.NeverSent || (outcome.CountsAgainstTarget && outcome.Reason != FailureReason.RequestTimeout && IsRepeatable(exchange));
        return may && !exchange.Accepted && !exchange.Context.Response.HasStarted ? Take(exchange, NextDelay(exchange)) : null;
    }

    private static bool IsRepeatable(Exchange exchange) =>
        Idempotent.Is(exchange.Context.Request.Method) && exchange.Body.CanBeSentAgain && !exchange.IsUpgrade;

    private static TimeSpan? Take(Exchange exchange, TimeSpan delay) =>
        exchange.Tried.Length <= exchange.Route.Route.MaxRetries && delay < exchange.Deadline.Left && exchange.TryTakeRetry() ? delay : null;

    private static TimeSpan NextDelay(Exchange exchange) => Backoff.Delay(exchange.Route.Route.Retry, exchange.Tried.Length - 1);

    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, Exchange exchange) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > exchange.Deadline.Now ? date - exchange.Deadline.Now : TimeSpan.Zero,
        _ => null,
    };
}

using System.Net.Http.Headers;
using Gateway.Proxy.Http;
using Gateway.Proxy.Resilience;

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
        return may && !exchange.Context.Response.HasStarted ? Take(exchange, NextDelay(exchange)) : null;
    }

    private static bool IsRepeatable(Exchange exchange) =>
        Idempotent.Is(exchange.Context.Request.Method) && exchange.Body.CanBeSentAgain && !exchange.IsUpgrade;

    private static TimeSpan? Take(Exchange exchange, TimeSpan delay) =>
        exchange.Attempts <= exchange.Route.Route.MaxRetries && delay < exchange.Deadline.Left && exchange.TryTakeRetry() ? delay : null;

    private static TimeSpan NextDelay(Exchange exchange) => Backoff.Delay(exchange.Route.Route.Retry, exchange.Attempts - 1);

    /// <summary>How long the upstream asks to wait; null when it does not, or longer than there is time.</summary>
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers, Exchange exchange)
    {
        TimeSpan? asked = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date - exchange.Deadline.Time.GetUtcNow() is { Ticks: > 0 } left => left,
            { Date: not null } => TimeSpan.Zero,
            _ => null,
        };
        return asked < exchange.Deadline.Left ? asked : null;
    }
}

using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Resilience;

/// <summary>The keys of <c>Retry</c>.</summary>
internal static class RetrySettingsTable
{
    public static SettingsTable<RetrySettings> Instance { get; } = new(new())
    {
        { "BaseDelay", "The wait before the first retry is random, between 0 and BaseDelay. Each further retry doubles the upper bound, up to MaxDelay.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1)), s => s.BaseDelay, (s, v) => s with { BaseDelay = v } },
        { "MaxDelay", "The longest wait between two attempts. A Retry-After of the upstream replaces the wait if Timeout allows it.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10)), s => s.MaxDelay, (s, v) => s with { MaxDelay = v } },
        { "Statuses", "Upstream statuses that count as failures: they are retried for idempotent methods, and the circuit breaker counts them. Other statuses are forwarded and count as successes.", Format.ListOf(Format.Integer(400, 599)), s => s.Statuses, (s, v) => s with { Statuses = v } },
        { "BudgetPercent", "The most retries, as a percentage of the route's requests in the last 10 s. 3 concurrent retries, or 10 a second, are always allowed.", Format.Integer(0, 100), s => s.BudgetPercent, (s, v) => s with { BudgetPercent = v } },
    };
}

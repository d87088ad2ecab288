using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Resilience;

/// <summary>The keys of <c>Retry</c>.</summary>
internal static class RetrySettingsTable
{
    public static SettingsTable<RetrySettings> Instance { get; } = new()
    {
        { "BaseDelay", "The wait before attempt n+1 is random between 0 and this times 2^n.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1)), s => s.BaseDelay, (s, v) => s with { BaseDelay = v } },
        { "MaxDelay", "The longest wait between two attempts.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10)), s => s.MaxDelay, (s, v) => s with { MaxDelay = v } },
        { "Statuses", "Upstream statuses that count as failures and may be retried.", Format.ListOf(Format.Integer(400, 599)), s => s.Statuses, (s, v) => s with { Statuses = v } },
        { "BudgetPercent", "Retries as a percentage of the route's requests.", Format.Integer(0, 100), s => s.BudgetPercent, (s, v) => s with { BudgetPercent = v } },
    };
}

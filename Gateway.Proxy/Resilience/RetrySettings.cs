namespace Gateway.Proxy;

/// <summary>When and how a request is retried. <c>MaxRetries</c> limits the number of retries.</summary>
public sealed record RetrySettings
{
    /// <summary>The wait before attempt n+1 is random between 0 and this times 2^n. Default: 0.1 s; 0 to 1 minute.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two attempts. Default: 2 s; 0 to 10 minutes.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Upstream statuses that count as failures and may be retried. Default: 502, 503, 504; each 400 to 599.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [502, 503, 504];

    /// <summary>Retries as a percentage of the route's requests; at least 3 at a time or 10 per second are always allowed. Default: 20; 0 to 100.</summary>
    public int BudgetPercent { get; init; } = 20;
}

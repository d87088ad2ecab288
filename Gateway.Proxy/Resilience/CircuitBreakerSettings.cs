namespace Gateway.Proxy;

/// <summary>When the circuit of a failing endpoint opens, and for how long.</summary>
public sealed record CircuitBreakerSettings
{
    /// <summary>Whether there is a circuit breaker. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The ratio of failed requests within <see cref="SamplingDuration"/> that opens the circuit. Default: 0.5; above 0, to 1.</summary>
    public double FailureRatio { get; init; } = 0.5;

    /// <summary>The minimum number of requests in the window before the ratio applies; the same number of consecutive failures opens the circuit at once. Default: 5; 1 to 100000.</summary>
    public int MinimumThroughput { get; init; } = 5;

    /// <summary>The window over which the ratio is measured. Default: 10 s; 0.5 s to 1 hour.</summary>
    public TimeSpan SamplingDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the circuit stays open the first time; doubled each time the probe fails. Default: 5 s; 0.1 s to 1 day.</summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest break. Default: 1 minute; <see cref="BreakDuration"/> to 1 day.</summary>
    public TimeSpan MaxBreakDuration { get; init; } = TimeSpan.FromMinutes(1);
}

using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Resilience;

/// <summary>The keys of <c>CircuitBreaker</c>.</summary>
internal static class CircuitBreakerSettingsTable
{
    public static SettingsTable<CircuitBreakerSettings> Instance { get; } = new()
    {
        { "Enabled", "Whether there is a circuit breaker.", Format.Flag, s => s.Enabled, (s, v) => s with { Enabled = v } },
        { "FailureRatio", "The ratio of failed requests that opens the circuit.", Format.Ratio, s => s.FailureRatio, (s, v) => s with { FailureRatio = v } },
        { "MinimumThroughput", "The minimum number of requests in the window before the ratio applies; the same number of consecutive failures opens the circuit at once.", Format.Integer(1, 100_000), s => s.MinimumThroughput, (s, v) => s with { MinimumThroughput = v } },
        { "SamplingDuration", "The window over which the ratio is measured.", Format.Duration(TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1)), s => s.SamplingDuration, (s, v) => s with { SamplingDuration = v } },
        { "BreakDuration", "How long the circuit stays open the first time; doubled each time the probe fails.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.BreakDuration, (s, v) => s with { BreakDuration = v } },
        { "MaxBreakDuration", "The longest break.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.MaxBreakDuration, (s, v) => s with { MaxBreakDuration = v } },
    };
}

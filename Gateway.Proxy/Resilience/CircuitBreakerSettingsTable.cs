using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Resilience;

/// <summary>The keys of <c>CircuitBreaker</c>.</summary>
internal static class CircuitBreakerSettingsTable
{
    public static SettingsTable<CircuitBreakerSettings> Instance { get; } = new(new())
    {
        { "Enabled", "Whether failing endpoints are excluded by a circuit breaker. false: every request is sent.", Format.Flag, s => s.Enabled, (s, v) => s with { Enabled = v } },
        { "FailureRatio", "The ratio of failed requests in SamplingDuration that opens the circuit. Greater than 0, at most 1.", Format.Ratio, s => s.FailureRatio, (s, v) => s with { FailureRatio = v } },
        { "MinimumThroughput", "The ratio applies from this number of requests in SamplingDuration on. This many consecutive failures open the circuit at once.", Format.Integer(1, 100_000), s => s.MinimumThroughput, (s, v) => s with { MinimumThroughput = v } },
        { "SamplingDuration", "The time over which the ratio is measured.", Format.Duration(TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1)), s => s.SamplingDuration, (s, v) => s with { SamplingDuration = v } },
        { "BreakDuration", "How long the circuit stays open the first time. Each failed probe doubles it, up to MaxBreakDuration.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.BreakDuration, (s, v) => s with { BreakDuration = v } },
        { "MaxBreakDuration", "The longest time that the circuit stays open between two probes.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.MaxBreakDuration, (s, v) => s with { MaxBreakDuration = v } },
    };
}

namespace Fakes.CoreTelemetry;

/// <summary>The tables the fake comes with.</summary>
internal sealed class Tables(TimeProvider time)
{
    private static readonly Dictionary<string, Metric[]> Seed = new(StringComparer.Ordinal)
    {
        ["agent_one"] =
        [
            new("reward", Base: 1, Swing: 0.5, PeriodMinutes: 60),
            new("temperature", Base: 72, Swing: 4, PeriodMinutes: 1440),
            new("pressure", Base: 101.3, Swing: 1.2, PeriodMinutes: 240),
        ],
        ["agent_two"] =
        [
            new("reward", Base: -0.2, Swing: 0.8, PeriodMinutes: 90),
            new("temperature", Base: 55, Swing: 6, PeriodMinutes: 1440),
            new("flow_rate", Base: 12.5, Swing: 2.5, PeriodMinutes: 30),
        ],
    };

    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Table? Find(string agentId) =>
        Seed.TryGetValue(agentId, out var metrics) ? new Table(metrics, _started) : null;
}

using Gateway.Proxy.Resilience;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

/// <summary>A circuit whose clock stands still until the test moves it.</summary>
internal sealed class TestedCircuit
{
    public TestedCircuit() => Circuit = New(Settings);

    public static CircuitBreakerSettings Settings { get; } = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 5,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = TimeSpan.FromSeconds(5),
        MaxBreakDuration = TimeSpan.FromSeconds(30),
    };

    public ManualTime Time { get; } = new();

    /// <summary>The states that it has changed to, and those of others that it has made.</summary>
    public List<CircuitState> Changes { get; } = [];

    public Circuit Circuit { get; }

    /// <summary>Another one with the same clock.</summary>
    public Circuit New(CircuitBreakerSettings settings) => new(settings, Time, change => Changes.Add(change.State));

    public CircuitPermit Probe()
    {
        var permit = Circuit.TryAcquireProbe();
        Assert.NotEqual(default, permit);
        return permit;
    }

    public void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            Circuit.RecordFailure(Circuit.TryAcquirePermit(), new(FailureReason.UpstreamReset));
    }

    public void Succeed(int times)
    {
        for (var i = 0; i < times; i++)
            Circuit.RecordSuccess(Circuit.TryAcquirePermit());
    }
}

using Gateway.Proxy.Resilience;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

/// <summary>What a health check that passes does to an open circuit.</summary>
public sealed class EndBreakTests
{
    private readonly ManualTime _time = new();
    private readonly Circuit _circuit;
    private int _changes;

    public EndBreakTests() => _circuit = new(new() { MinimumThroughput = 1, BreakDuration = TimeSpan.FromSeconds(5) }, _time, _ => _changes++);

    [Fact]
    public void It_ends_the_first_break_so_that_the_next_request_probes()
    {
        _circuit.RecordFailure(_circuit.TryAcquirePermit(), new(FailureReason.ConnectFailed));
        Assert.Equal(default, _circuit.TryAcquireProbe());

        _circuit.EndBreak(recovered: false);

        Assert.Equal(2, _changes);
        Assert.NotEqual(default, _circuit.TryAcquireProbe());
    }

    [Fact]
    public void What_fails_its_probe_and_passes_its_health_checks_keeps_its_longer_break()
    {
        _circuit.RecordFailure(_circuit.TryAcquirePermit(), new(FailureReason.UpstreamStatus));
        _circuit.EndBreak(recovered: false);
        _circuit.RecordFailure(_circuit.TryAcquireProbe(), new(FailureReason.UpstreamStatus));

        _circuit.EndBreak(recovered: false);
        Assert.Equal(default, _circuit.TryAcquireProbe());

        _circuit.EndBreak(recovered: true);
        Assert.NotEqual(default, _circuit.TryAcquireProbe());
    }

    [Fact]
    public void It_leaves_a_closed_and_a_half_open_circuit_alone()
    {
        _circuit.EndBreak(recovered: true);
        Assert.Equal(CircuitState.Closed, _circuit.State);

        _circuit.RecordFailure(_circuit.TryAcquirePermit(), new(FailureReason.ConnectFailed));
        _time.Advance(TimeSpan.FromSeconds(5));
        _circuit.TryAcquireProbe();
        _circuit.EndBreak(recovered: true);
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);
    }
}

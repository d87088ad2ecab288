using Gateway.Proxy.Resilience;

namespace Gateway.Tests.Resilience;

/// <summary>The request that a circuit lets through when its break is over.</summary>
public sealed class CircuitProbeTests
{
    private readonly TestedCircuit _tested = new();

    [Fact]
    public void Nothing_goes_while_it_is_open_and_one_probe_when_the_break_is_over()
    {
        _tested.Fail(5);
        Assert.Equal(default, _tested.Circuit.TryAcquirePermit());
        _tested.Time.Advance(TestedCircuit.Settings.BreakDuration - TimeSpan.FromTicks(1));
        Assert.Equal(default, _tested.Circuit.TryAcquireProbe());

        _tested.Time.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(default, _tested.Circuit.TryAcquireProbe());
        Assert.Equal(CircuitState.HalfOpen, _tested.Circuit.State);
        Assert.Equal(default, _tested.Circuit.TryAcquireProbe());
        Assert.Equal(default, _tested.Circuit.TryAcquirePermit());
    }

    [Fact]
    public void Each_failed_probe_doubles_the_break_up_to_the_longest()
    {
        _tested.Fail(5);
        foreach (var seconds in new[] { 5, 10, 20, 30, 30 })
        {
            _tested.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(default, _tested.Circuit.TryAcquireProbe());
            _tested.Time.Advance(TimeSpan.FromTicks(1));
            _tested.Circuit.RecordFailure(_tested.Probe(), new(FailureReason.UpstreamReset));
        }
    }

    [Fact]
    public void A_successful_probe_closes_it_and_everything_begins_anew()
    {
        _tested.Fail(5);
        _tested.Time.Advance(TimeSpan.FromSeconds(5));
        _tested.Circuit.RecordFailure(_tested.Probe(), new(FailureReason.UpstreamReset));
        _tested.Time.Advance(TimeSpan.FromSeconds(10));
        _tested.Circuit.RecordSuccess(_tested.Probe());

        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
        _tested.Fail(4);
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
        _tested.Fail(1);
        _tested.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotEqual(default, _tested.Circuit.TryAcquireProbe());
        Assert.Equal([CircuitState.Open, CircuitState.HalfOpen, CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed, CircuitState.Open, CircuitState.HalfOpen], _tested.Changes);
    }

    [Fact]
    public void An_abandoned_probe_lets_the_next_one_go_at_once()
    {
        _tested.Fail(5);
        _tested.Time.Advance(TimeSpan.FromSeconds(5));
        _tested.Circuit.ReleaseProbe(_tested.Probe());
        Assert.Equal(CircuitState.Open, _tested.Circuit.State);
        _tested.Circuit.RecordSuccess(_tested.Probe());
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
    }

    [Fact]
    public void A_probe_whose_answer_flows_for_a_second_has_succeeded()
    {
        _tested.Fail(5);
        _tested.Time.Advance(TimeSpan.FromSeconds(5));
        using (_tested.Circuit.CloseAfterSustainedResponse(_tested.Probe()))
        {
            _tested.Time.Advance(TimeSpan.FromSeconds(0.9));
            Assert.Equal(CircuitState.HalfOpen, _tested.Circuit.State);
            _tested.Time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
        }
    }

    [Fact]
    public async Task One_of_many_that_ask_at_the_same_moment_is_the_probe()
    {
        for (var round = 0; round < 50; round++)
        {
            var circuit = _tested.New(TestedCircuit.Settings);
            for (var i = 0; i < 5; i++)
                circuit.RecordFailure(circuit.TryAcquirePermit(), new(FailureReason.UpstreamReset));
            _tested.Time.Advance(TestedCircuit.Settings.BreakDuration);
            var passes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(circuit.TryAcquireProbe)));
            Assert.Single(passes, permit => permit != default);
        }
    }
}

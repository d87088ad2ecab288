using Gateway.Proxy.Resilience;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

public sealed class CircuitTests
{
    private static readonly CircuitBreakerSettings Settings = new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 5,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = TimeSpan.FromSeconds(5),
        MaxBreakDuration = TimeSpan.FromSeconds(30),
    };

    private readonly ManualTime _time = new();
    private readonly List<CircuitState> _changes = [];
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = New(Settings);

    [Fact]
    public void Failures_in_a_row_open_it_at_once_whatever_succeeded_before()
    {
        Succeed(1000);
        Fail(4);
        Assert.Equal(CircuitState.Closed, _circuit.State);
        Fail(1);
        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void A_success_between_them_breaks_the_row()
    {
        Succeed(1000);
        Fail(4);
        Succeed(1);
        Fail(4);
        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void The_ratio_opens_it_once_there_were_enough_requests()
    {
        // Never five in a row: one of two fails.
        Fail(1);
        Succeed(1);
        Fail(1);
        Succeed(1);
        Assert.Equal(CircuitState.Closed, _circuit.State);
        Fail(1);
        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void Below_the_ratio_it_stays_closed()
    {
        for (var i = 0; i < 100; i++)
        {
            Succeed(2);
            Fail(1);
        }

        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Only_the_window_counts()
    {
        Fail(4);
        Succeed(1);
        _time.Advance(Settings.SamplingDuration);
        Succeed(4);
        Fail(1);
        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Nothing_goes_while_it_is_open_and_one_probe_when_the_break_is_over()
    {
        Fail(5);
        Assert.Equal(default, _circuit.TryAcquirePermit());
        _time.Advance(Settings.BreakDuration - TimeSpan.FromTicks(1));
        Assert.Equal(default, _circuit.TryAcquireProbe());

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(default, _circuit.TryAcquireProbe());
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);
        Assert.Equal(default, _circuit.TryAcquireProbe());
        Assert.Equal(default, _circuit.TryAcquirePermit());
    }

    [Fact]
    public void Each_failed_probe_doubles_the_break_up_to_the_longest()
    {
        Fail(5);
        foreach (var seconds in new[] { 5, 10, 20, 30, 30 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(default, _circuit.TryAcquireProbe());
            _time.Advance(TimeSpan.FromTicks(1));
            _circuit.RecordFailure(Probe(), new(FailureReason.UpstreamReset));
        }
    }

    [Fact]
    public void A_successful_probe_closes_it_and_everything_begins_anew()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(5));
        _circuit.RecordFailure(Probe(), new(FailureReason.UpstreamReset));
        _time.Advance(TimeSpan.FromSeconds(10));
        _circuit.RecordSuccess(Probe());

        Assert.Equal(CircuitState.Closed, _circuit.State);
        Fail(4);
        Assert.Equal(CircuitState.Closed, _circuit.State);
        Fail(1);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotEqual(default, _circuit.TryAcquireProbe());
        Assert.Equal([CircuitState.Open, CircuitState.HalfOpen, CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed, CircuitState.Open, CircuitState.HalfOpen], _changes);
    }

    [Fact]
    public void An_abandoned_probe_lets_the_next_one_go_at_once()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(5));
        _circuit.ReleaseProbe(Probe());
        Assert.Equal(CircuitState.Open, _circuit.State);
        _circuit.RecordSuccess(Probe());
        Assert.Equal(CircuitState.Closed, _circuit.State);
    }

    [Fact]
    public void Results_of_requests_from_before_a_change_are_ignored()
    {
        var late = Enumerable.Range(0, 20).Select(_ => _circuit.TryAcquirePermit()).ToArray();
        Fail(5);
        _circuit.RecordSuccess(late[0]);
        _circuit.ReleaseProbe(late[1]);
        Assert.Equal(CircuitState.Open, _circuit.State);

        _time.Advance(TimeSpan.FromSeconds(5));
        var probe = Probe();
        _circuit.RecordFailure(late[2], new(FailureReason.UpstreamReset));
        _circuit.RecordSuccess(late[3]);
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);

        _circuit.RecordSuccess(probe);
        foreach (var permit in late)
            _circuit.RecordFailure(permit, new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.Closed, _circuit.State);

        // The probe's second word, for example the end of an answer that has streamed for long, decides nothing either.
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(5));
        var second = Probe();
        _circuit.RecordSuccess(probe);
        _circuit.RecordFailure(probe, new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.HalfOpen, _circuit.State);
        _circuit.RecordFailure(second, new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.Open, _circuit.State);
    }

    [Fact]
    public void A_probe_whose_answer_flows_for_a_second_has_succeeded()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(5));
        using (_circuit.CloseAfterSustainedResponse(Probe()))
        {
            _time.Advance(TimeSpan.FromSeconds(0.9));
            Assert.Equal(CircuitState.HalfOpen, _circuit.State);
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal(CircuitState.Closed, _circuit.State);
        }
    }

    [Fact]
    public async Task One_of_many_that_ask_at_the_same_moment_is_the_probe()
    {
        for (var round = 0; round < 50; round++)
        {
            var circuit = New(Settings);
            for (var i = 0; i < 5; i++)
                circuit.RecordFailure(circuit.TryAcquirePermit(), new(FailureReason.UpstreamReset));
            _time.Advance(Settings.BreakDuration);
            var passes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(circuit.TryAcquireProbe)));
            Assert.Single(passes, permit => permit != default);
        }
    }

    [Fact]
    public void Switched_off_it_never_opens()
    {
        var off = New(Settings with { Enabled = false });
        for (var i = 0; i < 100; i++)
            off.RecordFailure(off.TryAcquirePermit(), new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.Closed, off.State);
    }

    private Circuit New(CircuitBreakerSettings settings) => new(settings, _time, change => _changes.Add(change.State));

    private CircuitPermit Probe()
    {
        var permit = _circuit.TryAcquireProbe();
        Assert.NotEqual(default, permit);
        return permit;
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            _circuit.RecordFailure(_circuit.TryAcquirePermit(), new(FailureReason.UpstreamReset));
    }

    private void Succeed(int times)
    {
        for (var i = 0; i < times; i++)
            _circuit.RecordSuccess(_circuit.TryAcquirePermit());
    }
}

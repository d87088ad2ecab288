using Gateway.Proxy.Resilience;

namespace Gateway.Tests.Resilience;

public sealed class CircuitTests
{
    private readonly TestedCircuit _tested = new();

    [Fact]
    public void Failures_in_a_row_open_it_at_once_whatever_succeeded_before()
    {
        _tested.Succeed(1000);
        _tested.Fail(4);
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
        _tested.Fail(1);
        Assert.Equal(CircuitState.Open, _tested.Circuit.State);
    }

    [Fact]
    public void A_success_between_them_breaks_the_row()
    {
        _tested.Succeed(1000);
        _tested.Fail(4);
        _tested.Succeed(1);
        _tested.Fail(4);
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
    }

    [Fact]
    public void The_ratio_opens_it_once_there_were_enough_requests()
    {
        // Never five in a row: one of two fails.
        _tested.Fail(1);
        _tested.Succeed(1);
        _tested.Fail(1);
        _tested.Succeed(1);
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
        _tested.Fail(1);
        Assert.Equal(CircuitState.Open, _tested.Circuit.State);
    }

    [Fact]
    public void Below_the_ratio_it_stays_closed()
    {
        for (var i = 0; i < 100; i++)
        {
            _tested.Succeed(2);
            _tested.Fail(1);
        }

        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
    }

    [Fact]
    public void Only_the_window_counts()
    {
        _tested.Fail(4);
        _tested.Succeed(1);
        _tested.Time.Advance(TestedCircuit.Settings.SamplingDuration);
        _tested.Succeed(4);
        _tested.Fail(1);
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);
    }

    [Fact]
    public void Results_of_requests_from_before_a_change_are_ignored()
    {
        var late = Enumerable.Range(0, 20).Select(_ => _tested.Circuit.TryAcquirePermit()).ToArray();
        _tested.Fail(5);
        _tested.Circuit.RecordSuccess(late[0]);
        _tested.Circuit.ReleaseProbe(late[1]);
        Assert.Equal(CircuitState.Open, _tested.Circuit.State);

        _tested.Time.Advance(TimeSpan.FromSeconds(5));
        var probe = _tested.Probe();
        _tested.Circuit.RecordFailure(late[2], new(FailureReason.UpstreamReset));
        _tested.Circuit.RecordSuccess(late[3]);
        Assert.Equal(CircuitState.HalfOpen, _tested.Circuit.State);

        _tested.Circuit.RecordSuccess(probe);
        foreach (var permit in late)
            _tested.Circuit.RecordFailure(permit, new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.Closed, _tested.Circuit.State);

        // The probe's second word, for example the end of an answer that has streamed for long, decides nothing either.
        _tested.Fail(5);
        _tested.Time.Advance(TimeSpan.FromSeconds(5));
        var second = _tested.Probe();
        _tested.Circuit.RecordSuccess(probe);
        _tested.Circuit.RecordFailure(probe, new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.HalfOpen, _tested.Circuit.State);
        _tested.Circuit.RecordFailure(second, new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.Open, _tested.Circuit.State);
    }

    [Fact]
    public void Switched_off_it_never_opens()
    {
        var off = _tested.New(TestedCircuit.Settings with { Enabled = false });
        for (var i = 0; i < 100; i++)
            off.RecordFailure(off.TryAcquirePermit(), new(FailureReason.UpstreamReset));
        Assert.Equal(CircuitState.Closed, off.State);
    }
}

using Gateway.Proxy.Forwarding;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Forwarding;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Says_in_which_phase_the_time_was_over()
    {
        ManualTime time = new();
        using var deadline = Begin(time, 10 * Second);
        deadline.BeginPhase(RequestPhase.SendingRequestBody, 2 * Second);
        time.Advance(Second);
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, 2 * Second);
        time.Advance(1.5 * Second);
        Assert.Null(deadline.Expired);
        time.Advance(0.5 * Second);
        Assert.Equal(RequestPhase.AwaitingResponseHeaders, deadline.Expired);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_whole_time_is_over_in_no_phase()
    {
        ManualTime time = new();
        using var deadline = Begin(time, Second);
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, 2 * Second);
        time.Advance(Second);
        Assert.Equal(RequestPhase.None, deadline.Expired);
    }

    [Fact]
    public void Of_two_limits_that_are_the_same_that_of_the_phase_is_told()
    {
        ManualTime time = new();
        using var deadline = Begin(time, Second);
        time.Advance(TimeSpan.FromMilliseconds(1));
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, Second);
        time.Advance(Second);
        Assert.Equal(RequestPhase.AwaitingResponseHeaders, deadline.Expired);
    }

    [Fact]
    public void The_whole_time_begins_when_the_request_has_arrived()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(Second);
        deadline.BeginReceiving();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(deadline.Expired);
        Assert.Equal(Second, deadline.Left);

        deadline.Start();
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, 10 * Second);
        time.Advance(Second);
        Assert.Equal(RequestPhase.None, deadline.Expired);
    }

    [Fact]
    public void A_timer_on_its_way_does_not_end_the_next_phase_or_the_next_request()
    {
        LateTimers time = new();
        using var deadline = Begin(time, TimeSpan.FromHours(1));
        deadline.BeginPhase(RequestPhase.SendingRequestBody, Second);
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, TimeSpan.FromMinutes(1));
        time.Fire();
        Assert.Null(deadline.Expired);

        deadline.End();
        deadline.Begin(TimeSpan.FromHours(1));
        deadline.Start();
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, TimeSpan.FromMinutes(1));
        time.Fire();
        Assert.Null(deadline.Expired);
    }

    [Fact]
    public void After_the_response_has_begun_only_its_pieces_have_a_limit()
    {
        ManualTime time = new();
        using var deadline = Begin(time, 2 * Second);
        deadline.BeginResponse();
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, Second);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(deadline.Expired);

        // A piece that the client sends is a sign of life, too.
        deadline.BeginPhase(RequestPhase.ReceivingResponseBody, 2 * Second);
        time.Advance(Second);
        deadline.BeginPhase(RequestPhase.SendingRequestBody, Second);
        time.Advance(1.5 * Second);
        Assert.Null(deadline.Expired);
        time.Advance(0.5 * Second);
        Assert.Equal(RequestPhase.ReceivingResponseBody, deadline.Expired);
    }

    [Fact]
    public void A_response_that_came_to_nothing_leaves_what_was_left()
    {
        ManualTime time = new();
        using var deadline = Begin(time, 3 * Second);
        time.Advance(Second);
        deadline.BeginResponse();
        time.Advance(Second);
        deadline.DiscardResponse();
        Assert.Equal(Second, deadline.Left);
        time.Advance(Second);
        Assert.Equal(RequestPhase.None, deadline.Expired);
    }

    [Fact]
    public void Begins_afresh_after_it_was_over()
    {
        ManualTime time = new();
        using var deadline = Begin(time, 10 * Second);
        deadline.BeginPhase(RequestPhase.AwaitingResponseHeaders, Second);
        time.Advance(Second);
        Assert.NotNull(deadline.Expired);

        deadline.End();
        deadline.Begin(10 * Second);
        deadline.Start();
        deadline.EnsureTimer();
        Assert.False(deadline.Token.IsCancellationRequested);
        Assert.Null(deadline.Expired);
        time.Advance(9 * Second);
        Assert.Null(deadline.Expired);
        time.Advance(Second);
        Assert.NotNull(deadline.Expired);
    }

    [Fact]
    public void Who_sends_too_slowly_is_ended_only_while_it_is_waited_for()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(Second);
        deadline.BeginPhase(RequestPhase.SendingRequestBody, Second);
        deadline.ExpireReceiving();
        Assert.Null(deadline.Expired);
        deadline.BeginReceiving();
        deadline.ExpireReceiving();
        Assert.Equal(RequestPhase.ReceivingRequestBody, deadline.Expired);
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    private static Deadline Begin(TimeProvider time, TimeSpan limit)
    {
        Deadline deadline = new(time);
        deadline.Begin(limit);
        deadline.Start();
        return deadline;
    }

    /// <summary>A clock whose timers fire when a test says so, as if their callbacks had been under way when they were changed.</summary>
    private sealed class LateTimers : TimeProvider
    {
        private Action? _callback;

        public void Fire() => _callback?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (state is Deadline)
                _callback = () => callback(state);
            return System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

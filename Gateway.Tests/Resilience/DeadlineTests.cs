using Gateway.Proxy.Forwarding;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Says_in_which_phase_the_time_was_over()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(10 * Second);
        deadline.Arm();
        deadline.BeginPhase(RequestPhase.Writing, 2 * Second);
        time.Advance(Second);
        deadline.BeginPhase(RequestPhase.Reading, 2 * Second);
        time.Advance(1.5 * Second);
        Assert.False(deadline.IsOver);
        time.Advance(0.5 * Second);
        Assert.True(deadline.IsOver);
        Assert.Equal(RequestPhase.Reading, deadline.OverIn);
    }

    [Fact]
    public void The_whole_time_is_over_in_no_phase_but_while_the_client_is_waited_for()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(Second);
        deadline.Arm();
        time.Advance(Second);
        Assert.True(deadline.IsOver);
        Assert.Null(deadline.OverIn);

        deadline.End();
        deadline.Begin(Second);
        deadline.Arm();
        deadline.BeginReceiving();
        time.Advance(Second);
        Assert.Equal(RequestPhase.Receiving, deadline.OverIn);
    }

    [Fact]
    public void A_timer_on_its_way_does_not_end_the_next_phase_or_the_next_request()
    {
        LateTimers time = new();
        using Deadline deadline = new(time);
        deadline.Begin(TimeSpan.FromHours(1));
        deadline.Arm();
        deadline.BeginPhase(RequestPhase.Writing, Second);
        deadline.BeginPhase(RequestPhase.Reading, TimeSpan.FromMinutes(1));
        time.Fire();
        Assert.False(deadline.IsOver);

        deadline.End();
        deadline.Begin(TimeSpan.FromHours(1));
        deadline.Arm();
        deadline.BeginPhase(RequestPhase.Reading, TimeSpan.FromMinutes(1));
        time.Fire();
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void After_the_answer_has_begun_nobody_waits_for_it()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(2 * Second);
        deadline.Arm();
        deadline.Disarm();
        deadline.BeginPhase(RequestPhase.Reading, Second);
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void An_answer_that_came_to_nothing_leaves_what_was_left()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(3 * Second);
        deadline.Arm();
        time.Advance(Second);
        deadline.Disarm();
        time.Advance(Second);
        deadline.Rearm();
        Assert.Equal(Second, deadline.Left);
        time.Advance(Second);
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void Begins_afresh_after_it_was_over()
    {
        ManualTime time = new();
        using Deadline deadline = new(time);
        deadline.Begin(10 * Second);
        deadline.Arm();
        deadline.BeginPhase(RequestPhase.Reading, Second);
        time.Advance(Second);
        Assert.True(deadline.IsOver);

        deadline.End();
        deadline.Begin(10 * Second);
        deadline.Arm();
        Assert.False(deadline.IsOver);
        Assert.Null(deadline.OverIn);
        time.Advance(9 * Second);
        Assert.False(deadline.IsOver);
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

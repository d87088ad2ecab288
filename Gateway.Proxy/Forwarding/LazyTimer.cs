namespace Gateway.Proxy.Forwarding;

/// <summary>A timer that is not rescheduled when its due time moves later: it fires early, and its owner checks the time. So most requests do not touch it.</summary>
/// <remarks>Not thread-safe: its owner's lock guards it.</remarks>
internal sealed class LazyTimer(TimeProvider time, Action fired) : IDisposable
{
    /// <summary>No due time.</summary>
    public const long Never = long.MaxValue;

    // The minimum due time of a timer.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private ITimer? _timer;
    private long _due = Never;

    /// <summary>Makes the timer fire at or before a timestamp.</summary>
    public void FireBy(long due)
    {
        if (due >= _due)
            return;
        _due = due;
        var left = time.GetElapsedTime(time.GetTimestamp(), due);
        if (left < Tick)
            left = Tick;
        if (_timer is null)
            _timer = Create(left);
        else
            _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The timer has fired.</summary>
    public void Reset() => _due = Never;

    public void Dispose() => _timer?.Dispose();

    // A pooled timer must not capture the ExecutionContext of the request that creates it.
    private ITimer Create(TimeSpan left)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return New(left);
        using (ExecutionContext.SuppressFlow())
            return New(left);
    }

    private ITimer New(TimeSpan left) => time.CreateTimer(static fired => ((Action)fired!)(), fired, left, Timeout.InfiniteTimeSpan);
}

namespace Gateway.Proxy.Forwarding;

/// <summary>A timer that is not moved when its due time moves to a later one: it fires, and its owner looks. So most requests do not touch it.</summary>
/// <remarks>Not thread-safe: its owner's lock guards it.</remarks>
internal sealed class LazyTimer(TimeProvider time, Action fired) : IDisposable
{
    /// <summary>A due time that never comes.</summary>
    public const long Never = long.MaxValue;

    // What a timer can be set to at the least.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private ITimer? _timer;
    private long _due = Never;

    /// <summary>Has the timer fire at a timestamp, or before it.</summary>
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

    // A pooled timer must not keep what belongs to the request in which it was made.
    private ITimer Create(TimeSpan left)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return New(left);
        using (ExecutionContext.SuppressFlow())
            return New(left);
    }

    private ITimer New(TimeSpan left) => time.CreateTimer(static fired => ((Action)fired!)(), fired, left, Timeout.InfiniteTimeSpan);
}

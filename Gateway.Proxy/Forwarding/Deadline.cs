namespace Gateway.Proxy.Forwarding;

/// <summary>The time limits that hold until the response's headers: the whole request's, and the shorter one of the phase it is in.</summary>
internal sealed class Deadline(TimeProvider time) : IDisposable
{
    private ITimer? _phaseTimer;
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private long _started;
    private TimeSpan _limit;
    private int _phase;
    private volatile bool _phaseOver;

    public CancellationToken Token => _source.Token;

    public bool IsOver => _source.IsCancellationRequested;

    /// <summary>The phase whose time was over, or null when it was the whole request's.</summary>
    public RequestPhase? OverIn => _phaseOver ? (RequestPhase)_phase : null;

    public TimeSpan Left
    {
        get
        {
            var left = _limit - time.GetElapsedTime(_started);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Begin(TimeSpan limit)
    {
        _limit = limit;
        _started = time.GetTimestamp();
        _source.CancelAfter(limit);
    }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Limits the phase that begins now; the one before it has ended in time.</summary>
    public void BeginPhase(RequestPhase phase, TimeSpan limit)
    {
        Volatile.Write(ref _phase, (int)phase);
        var timer = _phaseTimer ??= time.CreateTimer(static state => ((Deadline)state!).EndOfPhase(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void EndPhase()
    {
        Volatile.Write(ref _phase, (int)RequestPhase.None);
        _phaseTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The response has begun: from here on only the time between two pieces counts.</summary>
    public void Disarm()
    {
        EndPhase();
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    public void End()
    {
        EndPhase();
        _phaseOver = false;
        if (_source.TryReset())
            return;
        _source.Dispose();
        _source = new(Timeout.InfiniteTimeSpan, time);
    }

    public void Dispose()
    {
        _source.Dispose();
        _phaseTimer?.Dispose();
    }

    private void EndOfPhase()
    {
        if (Volatile.Read(ref _phase) == (int)RequestPhase.None)
            return;
        _phaseOver = true;
        _source.Cancel();
    }
}

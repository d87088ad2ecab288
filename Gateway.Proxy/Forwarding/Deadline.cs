namespace Gateway.Proxy.Forwarding;

/// <summary>The time limits that hold until the response's headers: the whole request's, and the shorter one of the phase it is in.</summary>
internal sealed class Deadline(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _phaseTimer;
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private long _started;
    private TimeSpan _limit;
    private RequestPhase _phase;
    private long _phaseDue;
    private RequestPhase? _overIn;
    private bool _answered;

    // Written by the request alone; what runs beside it begins after Arm.
    private bool _isArmed;

    /// <summary>Cancelled when the time is over; none that ever is, unless armed.</summary>
    public CancellationToken Token => _isArmed ? _source.Token : CancellationToken.None;

    public bool IsOver => _source.IsCancellationRequested;

    /// <summary>The phase whose time was over; when it was the whole request's, <see cref="RequestPhase.Receiving"/> if the client was waited for, else null.</summary>
    public RequestPhase? OverIn
    {
        get
        {
            lock (_lock)
                return _overIn ?? (_phase == RequestPhase.Receiving ? RequestPhase.Receiving : null);
        }
    }

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
    }

    /// <summary>From here on the time is kept. Most requests need no timer of this: see <see cref="Exchange.BeginAttempt"/>.</summary>
    public void Arm()
    {
        if (_isArmed)
            return;
        _isArmed = true;
        _source.CancelAfter(Left);
    }

    public TimeProvider Time => time;

    /// <summary>Limits the phase that begins now; the one before it has ended in time.</summary>
    public void BeginPhase(RequestPhase phase, TimeSpan limit)
    {
        Arm();
        lock (_lock)
        {
            // An answer may come before the whole of the request is sent: then nobody waits for it any more.
            if (_answered && phase == RequestPhase.Reading)
                return;
            _phase = phase;
            _phaseDue = time.GetTimestamp() + (long)(limit.TotalSeconds * time.TimestampFrequency);
            _phaseTimer ??= time.CreateTimer(static state => ((Deadline)state!).EndOfPhase(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _phaseTimer.Change(limit, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>From here on the client is waited for, which is no target's fault.</summary>
    public void BeginReceiving() => EndPhase(RequestPhase.Receiving);

    public void EndPhase()
    {
        if (_isArmed)
            EndPhase(RequestPhase.None);
    }

    /// <summary>The response has begun: from here on only the time between two pieces counts.</summary>
    public void Disarm()
    {
        if (!_isArmed)
            return;
        lock (_lock)
        {
            _answered = true;
            if (_phase == RequestPhase.Reading)
                EndPhase();
        }

        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <summary>The response came to nothing before the client saw any of it: what was left of the time is left again.</summary>
    public void Rearm()
    {
        lock (_lock)
            _answered = false;
        _isArmed = true;
        _source.CancelAfter(Left);
    }

    public void End()
    {
        if (!_isArmed)
            return;
        _isArmed = false;
        lock (_lock)
        {
            EndPhase(RequestPhase.None);
            _answered = false;
            if (_overIn is null && _source.TryReset())
                return;

            // A timer that has just fired may still hold the source: it must not meet a disposed one.
            if (_overIn is null)
                _source.Dispose();
            else
                _source.CancelAfter(Timeout.InfiniteTimeSpan);
            _overIn = null;
            _source = new(Timeout.InfiniteTimeSpan, time);
        }
    }

    public void Dispose()
    {
        _source.Dispose();
        _phaseTimer?.Dispose();
    }

    private void EndPhase(RequestPhase next)
    {
        lock (_lock)
        {
            if (_phase is RequestPhase.Writing or RequestPhase.Reading)
                _phaseTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _phase = next;
        }
    }

    private void EndOfPhase()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            if (_phase is not (RequestPhase.Writing or RequestPhase.Reading))
                return;

            // The timer of an earlier phase, or even of an earlier request, may have been on its way here.
            var left = _phaseDue - time.GetTimestamp();
            if (left > 0)
            {
                _phaseTimer!.Change(TimeSpan.FromSeconds((double)left / time.TimestampFrequency) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            _overIn = _phase;
            source = _source;
        }

        source.Cancel();
    }
}

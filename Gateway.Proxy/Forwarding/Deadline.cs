namespace Gateway.Proxy.Forwarding;

/// <summary>The time limits of a request: the whole request's until the response's headers, and that of the phase it is in. Used again and again.</summary>
/// <remarks>
/// One timer for both, which is not moved when a limit moves to a later time: it looks when it fires. So most requests do not touch it.
/// </remarks>
internal sealed class Deadline(TimeProvider time) : IDisposable
{
    private const long Never = long.MaxValue;

    // What a timer can be set to at the least.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    // Two limits that are over in one moment: that of the phase says more.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _timerDue = Never;
    private CancellationTokenSource _source = new();
    private TimeSpan _limit;
    private long? _started;
    private RequestPhase _phase;
    private TimeSpan _phaseLimit;
    private long _phaseDue = Never;
    private RequestPhase? _expired;
    private bool _hasResponse;

    public TimeProvider Time => time;

    /// <summary>Cancelled when a limit is over, or by <see cref="Cancel"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The phase whose limit was over; <see cref="RequestPhase.None"/>: the whole request's was; null: none was.</summary>
    public RequestPhase? Expired
    {
        get
        {
            lock (_lock)
                return _expired;
        }
    }

    public RequestPhase Phase
    {
        get
        {
            lock (_lock)
                return _phase;
        }
    }

    /// <summary>What is left of the whole request's time.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                var left = _started is { } started ? _limit - time.GetElapsedTime(started) : _limit;
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>A request begins. Its time does with <see cref="Start"/>.</summary>
    public void Begin(TimeSpan limit) => _limit = limit;

    /// <summary>The request has arrived whole: from here on the whole request's time runs.</summary>
    public void Start()
    {
        lock (_lock)
            _started ??= time.GetTimestamp();
    }

    /// <summary>Limits the phase that begins now; the one before it has ended in time.</summary>
    /// <param name="phase">The phase. After the response's headers only its body has a limit, which a sign of life of another phase begins anew.</param>
    /// <param name="limit">Its limit.</param>
    public void BeginPhase(RequestPhase phase, TimeSpan limit)
    {
        lock (_lock)
        {
            if (_hasResponse && phase != RequestPhase.ReadingBody)
            {
                if (_phase == RequestPhase.ReadingBody)
                    _phaseDue = After(time.GetTimestamp(), _phaseLimit);
                return;
            }

            _phase = phase;
            _phaseLimit = limit;
            _phaseDue = After(time.GetTimestamp(), limit);
            SetTimer();
        }
    }

    /// <summary>From here on the client is waited for, which is no target's fault.</summary>
    /// <param name="limit">How long the client may be silent; null: as long as the server allows.</param>
    public void BeginReceiving(TimeSpan? limit = null)
    {
        lock (_lock)
        {
            if (_hasResponse)
                return;
            (_phase, _phaseDue) = (RequestPhase.Receiving, limit is { } some ? After(time.GetTimestamp(), some) : Never);
            if (limit is not null)
                SetTimer();
        }
    }

    public void EndPhase()
    {
        lock (_lock)
            (_phase, _phaseDue) = (RequestPhase.None, Never);
    }

    /// <summary>The response has begun: from here on only the time between two pieces of it counts.</summary>
    public void BeginResponse()
    {
        lock (_lock)
            (_hasResponse, _phase, _phaseDue) = (true, RequestPhase.None, Never);
    }

    /// <summary>The response came to nothing before the client saw any of it: what was left of the time is left again.</summary>
    public void DiscardResponse()
    {
        lock (_lock)
        {
            _hasResponse = false;
            SetTimer();
        }
    }

    /// <summary>Ends the request because its client is too slow while others wait.</summary>
    public void ExpireReceiving()
    {
        lock (_lock)
        {
            if (_hasResponse || _phase != RequestPhase.Receiving || _expired is not null)
                return;
            _expired = RequestPhase.Receiving;
        }

        _source.Cancel();
    }

    /// <summary>Ends what the request still does, though no limit is over.</summary>
    public void Cancel() => _source.Cancel();

    /// <summary>The attempt whose phase took too long has ended: the whole request's time goes on.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            if (_expired is null or RequestPhase.None)
                return;
            _expired = null;
            _source = new();
        }
    }

    /// <summary>Keeps the whole request's time while the request waits between attempts.</summary>
    public void Watch()
    {
        lock (_lock)
            SetTimer();
    }

    public void End()
    {
        lock (_lock)
        {
            // A timer that has just fired may still hold the source: it must not meet a disposed one.
            if (_expired is not null || _source.IsCancellationRequested)
                _source = new();
            (_started, _phase, _phaseDue, _expired, _hasResponse) = (null, RequestPhase.None, Never, null, false);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _source.Dispose();
    }

    private long Due => Math.Min(_phaseDue, _started is { } started && !_hasResponse ? After(started, _limit) : Never);

    private long After(long from, TimeSpan limit) => from + (long)(limit.TotalSeconds * time.TimestampFrequency);

    private void SetTimer()
    {
        var due = Due;
        if (due >= _timerDue)
            return;
        _timerDue = due;
        var left = time.GetElapsedTime(time.GetTimestamp(), due);
        if (left < Tick)
            left = Tick;
        if (_timer is null)
            _timer = CreateTimer(left);
        else
            _timer.Change(left, Timeout.InfiniteTimeSpan);
    }

    // A pooled timer must not keep what belongs to the request in which it was made.
    private ITimer CreateTimer(TimeSpan left)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return NewTimer(left);
        using (ExecutionContext.SuppressFlow())
            return NewTimer(left);
    }

    private ITimer NewTimer(TimeSpan left) => time.CreateTimer(static state => ((Deadline)state!).OnTimer(), this, left, Timeout.InfiniteTimeSpan);

    private void OnTimer()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            _timerDue = Never;
            var due = Due;
            if (due == Never || _expired is not null)
                return;
            if (time.GetTimestamp() < due)
            {
                SetTimer();
                return;
            }

            _expired = _phaseDue <= After(due, Moment) ? _phase : RequestPhase.None;
            source = _source;
        }

        source.Cancel();
    }
}

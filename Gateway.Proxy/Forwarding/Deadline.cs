using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>The time limits of a request: the whole request's until the response's headers, and that of the phase it is in. Used again and again.</summary>
internal sealed class Deadline : IDisposable
{
    // Two limits that are over in one moment: that of the phase says more.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly LazyTimer _timer;
    private readonly Lock _lock = new();
    private CancellationTokenSource _source = new();
    private TimeSpan _limit;
    private long? _started;
    private RequestPhase _phase;
    private TimeSpan _phaseLimit;
    private long _phaseDue = LazyTimer.Never;
    private RequestPhase? _expired;
    private bool _hasResponse;

    public Deadline(TimeProvider time)
    {
        Time = time;
        _timer = new(time, OnTimer);
    }

    public TimeProvider Time { get; }

    /// <summary>Cancelled when a limit is over, or by <see cref="Cancel"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The phase whose limit was over; <see cref="RequestPhase.None"/>: the whole request's was; null: none was.</summary>
    public RequestPhase? Expired
    {
        get { lock (_lock) return _expired; }
    }

    public RequestPhase Phase
    {
        get { lock (_lock) return _phase; }
    }

    /// <summary>What is left of the whole request's time.</summary>
    public TimeSpan Left
    {
        get { lock (_lock) return TimeSpan.FromTicks(Math.Max(0, (_limit - Elapsed).Ticks)); }
    }

    private TimeSpan Elapsed => _started is { } started ? Time.GetElapsedTime(started) : TimeSpan.Zero;

    /// <summary>A request begins. Its time does with <see cref="Start"/>.</summary>
    public void Begin(TimeSpan limit) => _limit = limit;

    /// <summary>The request has arrived whole: from here on the whole request's time runs.</summary>
    public void Start()
    {
        lock (_lock)
            _started ??= Time.GetTimestamp();
    }

    /// <summary>Limits the phase that begins now; the one before it has ended in time.</summary>
    /// <param name="phase">The phase. After the response's headers only its body has a limit, which a sign of life of another phase begins anew.</param>
    /// <param name="limit">Its limit.</param>
    public void BeginPhase(RequestPhase phase, TimeSpan limit)
    {
        lock (_lock)
        {
            if (_hasResponse && phase != RequestPhase.ReceivingResponseBody)
            {
                if (_phase == RequestPhase.ReceivingResponseBody)
                    _phaseDue = Time.GetTimestamp() + Time.ToTimestamps(_phaseLimit);
                return;
            }

            _phase = phase;
            _phaseLimit = limit;
            _phaseDue = Time.GetTimestamp() + Time.ToTimestamps(limit);
            _timer.FireBy(Due);
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
            (_phase, _phaseDue) = (RequestPhase.ReceivingRequestBody, limit is { } some ? Time.GetTimestamp() + Time.ToTimestamps(some) : LazyTimer.Never);
            if (limit is not null)
                _timer.FireBy(Due);
        }
    }

    /// <summary>From here on nothing with a limit of its own is waited for.</summary>
    public void EndPhase()
    {
        lock (_lock)
            (_phase, _phaseDue) = (RequestPhase.None, LazyTimer.Never);
    }

    /// <summary>The response has begun: from here on only the time between two pieces of it counts.</summary>
    public void BeginResponse()
    {
        lock (_lock)
            (_hasResponse, _phase, _phaseDue) = (true, RequestPhase.None, LazyTimer.Never);
    }

    /// <summary>The response came to nothing before the client saw any of it: what was left of the time is left again.</summary>
    public void DiscardResponse()
    {
        lock (_lock)
        {
            _hasResponse = false;
            _timer.FireBy(Due);
        }
    }

    /// <summary>Ends the request because its client is too slow while others wait.</summary>
    public void ExpireReceiving()
    {
        lock (_lock)
        {
            if (_hasResponse || _phase != RequestPhase.ReceivingRequestBody || _expired is not null)
                return;
            _expired = RequestPhase.ReceivingRequestBody;
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

    /// <summary>Has the whole request's limit noticed while the request waits between attempts.</summary>
    public void EnsureTimer()
    {
        lock (_lock)
            _timer.FireBy(Due);
    }

    public void End()
    {
        lock (_lock)
        {
            // A timer that has just fired may still hold the source: it must not meet a disposed one.
            if (_expired is not null || _source.IsCancellationRequested)
                _source = new();
            (_started, _phase, _phaseDue, _expired, _hasResponse) = (null, RequestPhase.None, LazyTimer.Never, null, false);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private long Due => Math.Min(_phaseDue, _started is { } started && !_hasResponse ? started + Time.ToTimestamps(_limit) : LazyTimer.Never);

    private void OnTimer()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            _timer.Reset();
            var due = Due;
            if (due == LazyTimer.Never || _expired is not null)
                return;
            if (Time.GetTimestamp() < due)
            {
                _timer.FireBy(due);
                return;
            }

            _expired = _phaseDue <= due + Time.ToTimestamps(Moment) ? _phase : RequestPhase.None;
            source = _source;
        }

        source.Cancel();
    }
}

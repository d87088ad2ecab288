using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>The time limits of a request: the request timeout, which ends with the response's headers, and the limit of the current phase. Reused by later requests.</summary>
internal sealed class Deadline : IDisposable
{
    // When both limits expire together, the phase's limit is the more specific reason.
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

    /// <summary>Cancelled when a limit expires, or by <see cref="Cancel"/>.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The phase whose limit expired; <see cref="RequestPhase.None"/>: the request timeout expired; null: none.</summary>
    public RequestPhase? Expired
    {
        get { lock (_lock) return _expired; }
    }

    public RequestPhase Phase
    {
        get { lock (_lock) return _phase; }
    }

    /// <summary>The remaining time of the request timeout.</summary>
    public TimeSpan Left
    {
        get { lock (_lock) return TimeSpan.FromTicks(Math.Max(0, (_limit - Elapsed).Ticks)); }
    }

    private TimeSpan Elapsed => _started is { } started ? Time.GetElapsedTime(started) : TimeSpan.Zero;

    /// <summary>Sets the request timeout. <see cref="Start"/> starts it.</summary>
    public void Begin(TimeSpan limit) => _limit = limit;

    /// <summary>Starts the request timeout: the request has arrived completely.</summary>
    public void Start()
    {
        lock (_lock)
            _started ??= Time.GetTimestamp();
    }

    /// <summary>Begins a phase with its limit; the previous phase has ended in time.</summary>
    /// <param name="phase">The phase. After the response's headers only the response body has a limit, which progress in another phase restarts.</param>
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

    /// <summary>Begins to wait for the client, whose delay is not the target's failure.</summary>
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

    /// <summary>Ends the current phase: nothing with its own limit is pending.</summary>
    public void EndPhase()
    {
        lock (_lock)
            (_phase, _phaseDue) = (RequestPhase.None, LazyTimer.Never);
    }

    /// <summary>The response has started: from now on only the time between two reads of its body is limited.</summary>
    public void BeginResponse()
    {
        lock (_lock)
            (_hasResponse, _phase, _phaseDue) = (true, RequestPhase.None, LazyTimer.Never);
    }

    /// <summary>Discards a response of which the client received nothing: the request timeout applies again.</summary>
    public void DiscardResponse()
    {
        lock (_lock)
        {
            _hasResponse = false;
            _timer.FireBy(Due);
        }
    }

    /// <summary>Ends the request because its client sends too slowly while other requests wait.</summary>
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

    /// <summary>Cancels the request without an expired limit.</summary>
    public void Cancel() => _source.Cancel();

    /// <summary>Prepares the next attempt after a phase expired: the request timeout continues.</summary>
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

    /// <summary>Sets the timer for the request timeout while the request waits between attempts.</summary>
    public void EnsureTimer()
    {
        lock (_lock)
            _timer.FireBy(Due);
    }

    public void End()
    {
        lock (_lock)
        {
            // A running timer callback may still use the old source, so it is not disposed.
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

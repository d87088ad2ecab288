using Gateway.Proxy.Routes;

namespace Gateway.Proxy.Resilience;

/// <summary>The circuit of one endpoint: opened by failures, half-opened by time for one probe, closed by its success.</summary>
/// <remarks>
/// Nothing moves it from open but <see cref="TryBeginProbe"/>: the chooser knows <see cref="OpenUntil"/> and asks in time,
/// so that an endpoint left out of the choice is not left out for ever.
/// </remarks>
internal sealed class Circuit(CircuitBreakerSettings settings, TimeProvider time, Action<CircuitState> changed)
{
    private readonly Lock _lock = new();
    private readonly FailureWindow _window = new(settings.SamplingDuration, time);
    private volatile CircuitState _state;
    private int _failuresInARow;
    private int _breaks;
    private long _openUntil;

    public CircuitState State => _state;

    /// <summary>The timestamp from which an open circuit may be probed.</summary>
    public long OpenUntil => Volatile.Read(ref _openUntil);

    /// <summary>Whether a request may go: all do while closed, only the probe while half open.</summary>
    public bool Lets(bool probe) => _state == CircuitState.Closed || (probe && _state == CircuitState.HalfOpen);

    /// <summary>Makes the caller the one probe of a circuit whose break is over.</summary>
    public bool TryBeginProbe()
    {
        lock (_lock)
        {
            if (_state != CircuitState.Open || time.GetTimestamp() < _openUntil)
                return false;
            _state = CircuitState.HalfOpen;
        }

        changed(CircuitState.HalfOpen);
        return true;
    }

    public void Succeeded(bool probe)
    {
        if (!settings.Enabled)
            return;
        if (!probe)
        {
            if (_failuresInARow != 0)
                _failuresInARow = 0;
            if (_state == CircuitState.Closed)
                _window.CountSuccess();
            return;
        }

        lock (_lock)
        {
            _breaks = 0;
            _failuresInARow = 0;
            _window.Clear();
            _state = CircuitState.Closed;
        }

        changed(CircuitState.Closed);
    }

    public void Failed(bool probe)
    {
        if (!settings.Enabled)
            return;
        lock (_lock)
        {
            // What was under way when the circuit opened says nothing new.
            if (!probe && (_state != CircuitState.Closed || !IsTooMuch()))
                return;
            Open(Break());
        }

        changed(CircuitState.Open);
    }

    /// <summary>The probe came to nothing, through no fault of the endpoint: the next request may probe.</summary>
    public void Abandoned(bool probe)
    {
        if (!probe)
            return;
        lock (_lock)
            Open(TimeSpan.Zero);
        changed(CircuitState.Open);
    }

    private bool IsTooMuch()
    {
        _window.CountFailure();
        if (++_failuresInARow >= settings.MinimumThroughput)
            return true;
        var (requests, failures) = _window.Sum();
        return requests >= settings.MinimumThroughput && failures >= requests * settings.FailureRatio;
    }

    private void Open(TimeSpan duration)
    {
        Volatile.Write(ref _openUntil, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));
        _state = CircuitState.Open;
    }

    private TimeSpan Break()
    {
        var factor = Math.Pow(2, Math.Min(_breaks++, 30));
        var duration = settings.BreakDuration * factor;
        return duration < settings.MaxBreakDuration ? duration : settings.MaxBreakDuration;
    }
}

namespace Gateway.Proxy.Resilience;

/// <summary>The circuit of one endpoint: opened by failures, half-opened by time for one probe, closed by its success.</summary>
/// <remarks>
/// A request takes a pass and gives its result with it. A pass holds until the circuit changes, so that what was under way
/// before a change says nothing about the time after it. Nothing moves the circuit from open but <see cref="TryBeginProbe"/>:
/// the chooser knows <see cref="OpenUntil"/> and asks in time, so that an endpoint left out of the choice is not left out for ever.
/// </remarks>
internal sealed class Circuit(CircuitBreakerSettings settings, TimeProvider time, Action<CircuitChange> changed)
{
    /// <summary>What who may not go gets instead of a pass.</summary>
    public const long NoPass = 0;

    private const int StateBits = 2;
    private static readonly TimeSpan FlowingWell = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SlidingWindow _window = new(settings.SamplingDuration, time);

    // The number of changes so far, from 1, and the state in the lowest bits: both are read and changed in one step.
    private long _current = (1L << StateBits) | (long)CircuitState.Closed;
    private int _failuresInARow;
    private int _breaks;
    private long _openUntil;

    public CircuitState State => StateOf(Volatile.Read(ref _current));

    /// <summary>The timestamp from which an open circuit may be probed.</summary>
    public long OpenUntil => Volatile.Read(ref _openUntil);

    /// <summary>The pass of an ordinary request; <see cref="NoPass"/> unless the circuit is closed.</summary>
    public long Enter()
    {
        var current = Volatile.Read(ref _current);
        return StateOf(current) == CircuitState.Closed ? current : NoPass;
    }

    /// <summary>Makes the caller the one probe of a circuit whose break is over; <see cref="NoPass"/>: it is not over, or somebody else is.</summary>
    public long TryBeginProbe()
    {
        long pass;
        lock (_lock)
        {
            if (State != CircuitState.Open || time.GetTimestamp() < _openUntil)
                return NoPass;
            pass = Become(CircuitState.HalfOpen);
        }

        changed(new(CircuitState.HalfOpen));
        return pass;
    }

    /// <summary>Ends the break early: a health check has found the endpoint well again, so the next request may probe.</summary>
    /// <param name="recovered">Whether a health check had failed since the circuit opened. If none had, only the first break ends: what fails requests and passes health checks keeps its longer breaks.</param>
    public void EndBreak(bool recovered)
    {
        lock (_lock)
        {
            if (State != CircuitState.Open || (!recovered && _breaks > 1) || _openUntil <= time.GetTimestamp())
                return;
            Volatile.Write(ref _openUntil, time.GetTimestamp());
        }

        changed(new(CircuitState.Open));
    }

    /// <summary>Whether the pass is that of a probe.</summary>
    public static bool IsProbe(long pass) => StateOf(pass) == CircuitState.HalfOpen;

    /// <summary>The request that has the pass has ended so; null: by an error that says nothing of the endpoint.</summary>
    public void Ended(long pass, AttemptOutcome? outcome)
    {
        if (outcome is null or { SaysNothing: true })
            Abandoned(pass);
        else if (outcome.Value.CountsAgainstTarget)
            Failed(pass, outcome.Value.Reason);
        else
            Succeeded(pass);
    }

    public void Succeeded(long pass)
    {
        if (!settings.Enabled || pass != Volatile.Read(ref _current))
            return;
        if (StateOf(pass) == CircuitState.Closed)
        {
            if (_failuresInARow != 0)
                _failuresInARow = 0;
            _window.CountGood();
            return;
        }

        lock (_lock)
        {
            if (pass != _current)
                return;
            _breaks = 0;
            _failuresInARow = 0;
            _window.Clear();
            Become(CircuitState.Closed);
        }

        changed(new(CircuitState.Closed));
    }

    /// <summary>An answer has begun to flow: a probe whose answer goes on for a while has succeeded, though it may last for hours.</summary>
    /// <returns>What to dispose when the answer ends before that; null when it is no probe's.</returns>
    public ITimer? SucceedSoon(long pass) =>
        StateOf(pass) == CircuitState.HalfOpen ? time.CreateTimer(_ => Succeeded(pass), null, FlowingWell, Timeout.InfiniteTimeSpan) : null;

    public void Failed(long pass, FailureReason reason)
    {
        if (!settings.Enabled)
            return;
        TimeSpan duration;
        lock (_lock)
        {
            if (pass != _current || (StateOf(pass) == CircuitState.Closed && !IsTooMuch()))
                return;
            duration = Break();
            Open(duration);
        }

        changed(new(CircuitState.Open, reason, duration));
    }

    /// <summary>The request came to nothing, through no fault of the endpoint. If it was the probe, the next request may probe.</summary>
    public void Abandoned(long pass)
    {
        if (StateOf(pass) != CircuitState.HalfOpen)
            return;
        lock (_lock)
        {
            if (pass != _current)
                return;
            Open(TimeSpan.Zero);
        }

        changed(new(CircuitState.Open));
    }

    private static CircuitState StateOf(long pass) => (CircuitState)(pass & ((1 << StateBits) - 1));

    private bool IsTooMuch()
    {
        _window.CountBad();
        if (++_failuresInARow >= settings.MinimumThroughput)
            return true;
        var (good, bad) = _window.Sum();
        return good + bad >= settings.MinimumThroughput && bad >= (good + bad) * settings.FailureRatio;
    }

    private void Open(TimeSpan duration)
    {
        Volatile.Write(ref _openUntil, time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency));
        Become(CircuitState.Open);
    }

    private long Become(CircuitState state)
    {
        var next = (((_current >> StateBits) + 1) << StateBits) | (long)state;
        Volatile.Write(ref _current, next);
        return next;
    }

    private TimeSpan Break()
    {
        var factor = Math.Pow(2, Math.Min(_breaks++, 30));
        var duration = settings.BreakDuration * factor;
        return duration < settings.MaxBreakDuration ? duration : settings.MaxBreakDuration;
    }
}

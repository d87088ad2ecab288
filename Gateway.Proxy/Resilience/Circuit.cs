namespace Gateway.Proxy.Resilience;

/// <summary>The circuit of one endpoint: failures open it, after the break it is half-open for one probe, a successful probe closes it.</summary>
/// <remarks>
/// A request acquires a permit and reports its outcome with it. A permit is valid until the circuit changes its state, so that requests
/// in flight before a change do not affect the new state. Only <see cref="TryAcquireProbe"/> moves the circuit from open to half-open:
/// the route's endpoint selection checks <see cref="ProbeAllowedAt"/> and calls it.
/// </remarks>
internal sealed class Circuit(CircuitBreakerSettings settings, TimeProvider time, Action<CircuitChange> changed)
{
    // A probe whose response lasts this long has succeeded; the response may continue for hours.
    private static readonly TimeSpan SustainedResponse = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SlidingWindow _window = new(settings.SamplingDuration, time);

    // The value of the current permit: the change count and the state, read and changed atomically.
    private long _current = CircuitPermit.First.Value;
    private int _consecutiveFailures;
    private int _breaks;
    private long _probeAllowedAt;

    public CircuitState State => Current.State;

    /// <summary>The state that operators see: an open circuit whose break is over is half-open, because the next request probes the endpoint.</summary>
    public CircuitState ReportedState => State is CircuitState.Open && ProbeAllowedAt <= time.GetTimestamp() ? CircuitState.HalfOpen : State;

    /// <summary>The timestamp from which an open circuit may be probed.</summary>
    public long ProbeAllowedAt => Volatile.Read(ref _probeAllowedAt);

    private CircuitPermit Current => new(Volatile.Read(ref _current));

    /// <summary>Acquires the permit of an ordinary request; none unless the circuit is closed.</summary>
    public CircuitPermit TryAcquirePermit() => Current is { State: CircuitState.Closed } current ? current : default;

    /// <summary>Acquires the probe permit of a circuit whose break has ended; none while the break lasts or another request is the probe.</summary>
    public CircuitPermit TryAcquireProbe()
    {
        CircuitPermit permit;
        lock (_lock)
        {
            if (State != CircuitState.Open || time.GetTimestamp() < _probeAllowedAt)
                return default;
            permit = TransitionTo(CircuitState.HalfOpen);
        }

        changed(new(CircuitState.HalfOpen, CircuitChangeCause.Probe));
        return permit;
    }

    /// <summary>Ends the break early: a health check found the endpoint healthy again, so the next request may probe.</summary>
    /// <param name="recovered">Whether a health check failed since the circuit opened. If none did, only the first break ends early: an endpoint that fails requests but passes health checks keeps its longer breaks.</param>
    public void EndBreak(bool recovered)
    {
        lock (_lock)
        {
            if (State != CircuitState.Open || (!recovered && _breaks > 1) || _probeAllowedAt <= time.GetTimestamp())
                return;
            Volatile.Write(ref _probeAllowedAt, time.GetTimestamp());
        }

        changed(new(CircuitState.Open, CircuitChangeCause.HealthCheck));
    }

    /// <summary>Reports the outcome of the request that holds the permit; null: inconclusive, the error is not the endpoint's.</summary>
    public void Report(CircuitPermit permit, AttemptOutcome? outcome)
    {
        if (outcome is null or { IsInconclusive: true })
            ReleaseProbe(permit);
        else if (outcome.IsEndpointFailure)
            RecordFailure(permit, outcome);
        else
            RecordSuccess(permit);
    }

    public void RecordSuccess(CircuitPermit permit)
    {
        if (!settings.Enabled || permit != Current)
            return;
        if (permit.State == CircuitState.Closed)
        {
            if (_consecutiveFailures != 0)
                _consecutiveFailures = 0;
            _window.RecordSuccess();
            return;
        }

        lock (_lock)
        {
            if (permit != Current)
                return;
            _breaks = 0;
            _consecutiveFailures = 0;
            _window.Clear();
            TransitionTo(CircuitState.Closed);
        }

        changed(new(CircuitState.Closed, CircuitChangeCause.SuccessfulProbe));
    }

    /// <summary>A response has started: a probe whose response lasts for a while has succeeded.</summary>
    /// <returns>A timer to dispose when the response ends earlier; null when the request is not the probe.</returns>
    public ITimer? CloseAfterSustainedResponse(CircuitPermit permit) =>
        permit.IsProbe ? time.CreateTimer(_ => RecordSuccess(permit), null, SustainedResponse, Timeout.InfiniteTimeSpan) : null;

    public void RecordFailure(CircuitPermit permit, AttemptOutcome failure)
    {
        if (!settings.Enabled)
            return;
        CircuitChange change = new(CircuitState.Open, CircuitChangeCause.FailedProbe, failure);
        lock (_lock)
        {
            if (permit != Current || (permit.State == CircuitState.Closed && !RecordFailureAndShouldOpen(ref change)))
                return;
            change = change with { Break = NextBreakDuration() };
            Open(change.Break);
        }

        changed(change);
    }

    /// <summary>The request ended inconclusively. If it was the probe, the next request may probe.</summary>
    public void ReleaseProbe(CircuitPermit permit)
    {
        if (!permit.IsProbe)
            return;
        lock (_lock)
        {
            if (permit != Current)
                return;
            Open(TimeSpan.Zero);
        }

        changed(new(CircuitState.Open, CircuitChangeCause.InconclusiveProbe));
    }

    private bool RecordFailureAndShouldOpen(ref CircuitChange change)
    {
        _window.RecordFailure();
        var (successes, failures) = _window.Sum();
        var attempts = successes + failures;
        if (++_consecutiveFailures >= settings.MinimumThroughput)
            failures = attempts = _consecutiveFailures;
        else if (attempts < settings.MinimumThroughput || failures < attempts * settings.FailureRatio)
            return false;
        change = change with { Cause = CircuitChangeCause.Failures, Failures = failures, Attempts = attempts };
        return true;
    }

    private void Open(TimeSpan duration)
    {
        Volatile.Write(ref _probeAllowedAt, time.GetTimestamp() + time.ToTimestamps(duration));
        TransitionTo(CircuitState.Open);
    }

    private CircuitPermit TransitionTo(CircuitState state)
    {
        var next = Current.Next(state);
        Volatile.Write(ref _current, next.Value);
        return next;
    }

    private TimeSpan NextBreakDuration()
    {
        var factor = Math.Pow(2, Math.Min(_breaks++, 30));
        var duration = settings.BreakDuration * factor;
        return duration < settings.MaxBreakDuration ? duration : settings.MaxBreakDuration;
    }
}

using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets.Statistics;

namespace Gateway.Proxy.Targets;

/// <summary>The run-time state of a target: endpoints, connections and counters.</summary>
internal sealed class Target
{
    private readonly Lock _lock = new();
    private readonly TargetLog _log;
    private readonly TimeProvider _time;
    private volatile UpstreamEndpoint[] _endpoints = [];
    private long _turn = -1;
    private int _inFlight;
    private int _pending;
    private long _requests;
    private long _failures;
    private volatile bool _retired;
    private ITimer? _retirement;

    public Target(TargetKey key, UpstreamHttpClients clients, TargetLog log, TimeProvider time)
    {
        Key = key;
        Client = new(key, clients, time);
        Statistics = new(time);
        _log = log;
        _time = time;
    }

    public TargetKey Key { get; }

    public string Name => Key.Name;

    public UpstreamClient Client { get; }

    /// <summary>The attempts of the last minute.</summary>
    public AttemptStatistics Statistics { get; }

    /// <summary>The endpoints from service discovery.</summary>
    public IReadOnlyList<UpstreamEndpoint> Endpoints => _endpoints;

    public int InFlight => Volatile.Read(ref _inFlight);

    public long Requests => Interlocked.Read(ref _requests);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>A circuit, a health or the set of endpoints has changed. Every route that uses the target listens.</summary>
    public event Action? AvailabilityChanged;

    /// <summary>Replaces the endpoints by those of service discovery; known endpoints keep their state.</summary>
    public void SetEndpoints(IReadOnlyList<Uri> addresses)
    {
        lock (_lock)
        {
            var known = _endpoints;
            _endpoints = [.. addresses.Distinct().Select(address => Array.Find(known, endpoint => endpoint.Address == address) ?? Create(address))];
        }

        AvailabilityChanged?.Invoke();
    }

    /// <summary>Applies the result of an endpoint's health check.</summary>
    public void SetHealth(UpstreamEndpoint endpoint, HealthState health, string? reason = null)
    {
        lock (_lock)
        {
            if (endpoint.Health == health)
                return;
            endpoint.Health = health;
        }

        // Raised before logging: a failing logger must not hide a change from the routes.
        AvailabilityChanged?.Invoke();
        _log.HealthChanged(endpoint, health, reason);
    }

    /// <summary>The round-robin position of the target's endpoints.</summary>
    public long NextTurn() => Interlocked.Increment(ref _turn);

    public void Begin()
    {
        Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref _requests);
    }

    public void End(bool failed)
    {
        if (failed)
            Interlocked.Increment(ref _failures);
        Interlocked.Decrement(ref _inFlight);
        if (_retired)
            CloseUnlessUsed();
    }

    /// <summary>A request may need the target once its body has arrived, however long that takes. Undone by <see cref="RemovePending"/>.</summary>
    public void AddPending() => Interlocked.Increment(ref _pending);

    /// <summary>The request of <see cref="AddPending"/> is over.</summary>
    public void RemovePending()
    {
        Interlocked.Decrement(ref _pending);
        if (_retired)
            CloseUnlessUsed();
    }

    /// <summary>Retires the target: its connections close after <paramref name="delay"/>, once its requests in flight have ended.</summary>
    public void Retire(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
            _retirement = _time.CreateTimer(static target => ((Target)target!).Close(), this, delay, Timeout.InfiniteTimeSpan);
        else
            Close();
    }

    private void Close()
    {
        _retirement?.Dispose();
        _retired = true;
        CloseUnlessUsed();
    }

    private void CloseUnlessUsed()
    {
        if (InFlight == 0 && Volatile.Read(ref _pending) == 0)
            Client.Dispose();
    }

    private UpstreamEndpoint Create(Uri address)
    {
        UpstreamEndpoint? endpoint = null;
        Circuit circuit = new(Key.CircuitBreaker, _time, change =>
        {
            AvailabilityChanged?.Invoke();
            _log.CircuitChanged(endpoint!, change);
        });
        return endpoint = new(this, address, circuit);
    }
}

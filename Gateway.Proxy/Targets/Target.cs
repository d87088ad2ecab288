using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Targets;

/// <summary>A target at work: its endpoints, its connections, its counts.</summary>
internal sealed class Target(TargetKey key, UpstreamInvokers invokers, TimeProvider time)
{
    private volatile Destination[] _destinations = [];
    private volatile Destination[] _available = [];
    private volatile Action _availabilityChanged = static () => { };
    private long _cursor = -1;
    private int _inFlight;
    private long _requests;
    private long _failures;
    private volatile bool _retired;
    private ITimer? _retirement;

    public TargetKey Key => key;

    public string Name => key.Name;

    public UpstreamClient Client { get; } = new(key, invokers, time);

    /// <summary>What service discovery found.</summary>
    public IReadOnlyList<Destination> Destinations => _destinations;

    public int InFlight => Volatile.Read(ref _inFlight);

    public long Requests => Interlocked.Read(ref _requests);

    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Who is told when a circuit, a health or the set of endpoints changed: the route that the target now belongs to.</summary>
    public void OnAvailabilityChanged(Action changed) => _availabilityChanged = changed;

    /// <summary>Takes the endpoints that service discovery found; those it had before keep their state.</summary>
    public void SetEndpoints(IReadOnlyList<Uri> addresses)
    {
        var known = _destinations;
        _destinations = [.. addresses.Distinct().Select(address => Array.Find(known, destination => destination.Address == address) ?? Create(address))];
        _availabilityChanged();
    }

    public void SetHealth(Destination destination, HealthState health)
    {
        if (destination.Health == health)
            return;
        destination.Health = health;
        _availabilityChanged();
    }

    /// <summary>Takes the endpoints that may be chosen now.</summary>
    public void SetAvailable(Destination[] destinations) => _available = destinations;

    /// <summary>An available endpoint in turn; null when the last one has just become unavailable.</summary>
    public Destination? Next()
    {
        var available = _available;
        return available.Length switch
        {
            0 => null,
            1 => available[0],
            _ => available[(int)(Interlocked.Increment(ref _cursor) % available.Length)],
        };
    }

    public ReadOnlySpan<Destination> Available => _available;

    public void Begin()
    {
        Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref _requests);
    }

    public void End(bool failed)
    {
        if (failed)
            Interlocked.Increment(ref _failures);
        if (Interlocked.Decrement(ref _inFlight) == 0 && _retired)
            Client.Dispose();
    }

    /// <summary>No new requests come; the connections close after <paramref name="delay"/>, when those under way have ended.</summary>
    public void Retire(TimeSpan delay)
    {
        if (delay > TimeSpan.Zero)
            _retirement = time.CreateTimer(static target => ((Target)target!).Close(), this, delay, Timeout.InfiniteTimeSpan);
        else
            Close();
    }

    private void Close()
    {
        _retirement?.Dispose();
        _retired = true;
        if (InFlight == 0)
            Client.Dispose();
    }

    private Destination Create(Uri address) =>
        new(this, address, new Circuit(key.CircuitBreaker, time, _ => _availabilityChanged()));
}

namespace Gateway.Proxy.Targets;

/// <summary>The connections to one target.</summary>
/// <remarks>
/// The handler knows no limit on idle connections. So with <see cref="ConnectionLimits.MaxIdle"/> there are two pools:
/// the first that many requests use connections that are kept, further ones use connections that close soon after use.
/// </remarks>
internal sealed class UpstreamClient : IDisposable
{
    private static readonly TimeSpan OverflowIdleTimeout = TimeSpan.FromSeconds(1);

    private readonly UpstreamHttpClients _clients;
    private readonly UpstreamHttpClient? _persistentPool;
    private readonly UpstreamHttpClient? _overflowPool;
    private readonly Lock _lock = new();
    private readonly ConnectionSettings _probeSettings;
    private UpstreamHttpClient? _probeClient;
    private readonly int _maxIdle;
    private int _persistentInUse;
    private bool _disposed;

    public UpstreamClient(TargetKey key, UpstreamHttpClients clients, TimeProvider time)
    {
        _clients = clients;
        var limits = key.Connections;
        var max = limits.Max ?? int.MaxValue;
        _maxIdle = Math.Min(limits.MaxIdle ?? max, max);

        // Each pool has its part of the limit: the handler may open a connection for a request that finds another one meanwhile.
        _persistentPool = _maxIdle > 0 ? clients.Acquire(ConnectionSettings.Of(key, _maxIdle, limits.IdleTimeout)) : null;
        _overflowPool = _maxIdle < max ? clients.Acquire(ConnectionSettings.Of(key, max - _maxIdle, OverflowIdleTimeout)) : null;
        _probeSettings = ConnectionSettings.ForProbes(key);
        Permits = ConnectionPermits.For(limits, time);
    }

    /// <summary>What health checks are sent with.</summary>
    public HttpMessageInvoker Probes
    {
        get
        {
            lock (_lock)
                return _probeClient ??= _clients.Acquire(_probeSettings);
        }
    }

    /// <summary>A permit for each request that may be under way; null when there is no limit.</summary>
    public ConnectionPermits? Permits { get; }

    /// <summary>The invoker for one request; <see cref="Release"/> it.</summary>
    public HttpMessageInvoker Acquire()
    {
        if (_overflowPool is null)
            return _persistentPool!;
        if (_persistentPool is null)
            return _overflowPool;
        if (Interlocked.Increment(ref _persistentInUse) <= _maxIdle)
            return _persistentPool;
        Interlocked.Decrement(ref _persistentInUse);
        return _overflowPool;
    }

    public void Release(HttpMessageInvoker invoker)
    {
        if (_overflowPool is not null && ReferenceEquals(invoker, _persistentPool))
            Interlocked.Decrement(ref _persistentInUse);
    }

    public void Dispose()
    {
        // Whoever ends the last request of a retired target disposes, and there may be another last one.
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        if (_persistentPool is not null)
            _clients.Release(_persistentPool);
        if (_overflowPool is not null)
            _clients.Release(_overflowPool);
        lock (_lock)
        {
            if (_probeClient is not null)
                _clients.Release(_probeClient);
        }
    }
}

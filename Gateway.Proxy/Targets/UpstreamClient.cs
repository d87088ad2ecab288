namespace Gateway.Proxy.Targets;

/// <summary>The connections to one target.</summary>
/// <remarks>
/// SocketsHttpHandler has no limit on idle connections. So with <see cref="ConnectionLimits.MaxIdle"/> there are two pools:
/// up to that many requests use the persistent pool, further ones use the overflow pool, whose connections close soon after use.
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

        // Each pool has its share of the limit: the handler may open a connection for a request that meanwhile gets another one.
        _persistentPool = _maxIdle > 0 ? clients.Acquire(ConnectionSettings.Of(key, _maxIdle, limits.IdleTimeout)) : null;
        _overflowPool = _maxIdle < max ? clients.Acquire(ConnectionSettings.Of(key, max - _maxIdle, OverflowIdleTimeout)) : null;
        _probeSettings = ConnectionSettings.ForProbes(key);
        Permits = ConnectionPermits.For(limits, time);
    }

    /// <summary>The client for health checks.</summary>
    public HttpMessageInvoker Probes
    {
        get
        {
            lock (_lock)
                return _probeClient ??= _clients.Acquire(_probeSettings);
        }
    }

    /// <summary>The permits for concurrent requests; null when there is no limit.</summary>
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
        // The last request of a retired target disposes, which may happen more than once.
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

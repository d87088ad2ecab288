namespace Gateway.Proxy.Targets;

/// <summary>The connections to one target.</summary>
/// <remarks>
/// The handler knows no limit on idle connections. So with <see cref="ConnectionLimits.MaxIdle"/> there are two pools:
/// the first that many requests use connections that are kept, further ones use connections that close soon after use.
/// </remarks>
internal sealed class UpstreamClient : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly UpstreamHttpClients _invokers;
    private readonly UpstreamHttpClient? _kept;
    private readonly UpstreamHttpClient? _overflow;
    private readonly Lock _lock = new();
    private readonly ConnectionSettings _probeSettings;
    private UpstreamHttpClient? _probes;
    private readonly int _maxIdle;
    private int _usingKept;
    private bool _disposed;

    public UpstreamClient(TargetKey key, UpstreamHttpClients invokers, TimeProvider time)
    {
        _invokers = invokers;
        var limits = key.Connections;
        var max = limits.Max ?? int.MaxValue;
        _maxIdle = Math.Min(limits.MaxIdle ?? max, max);

        // Each pool has its part of the limit: the handler may open a connection for a request that finds another one meanwhile.
        _kept = _maxIdle > 0 ? invokers.Take(ConnectionSettings.Of(key, _maxIdle, limits.IdleTimeout)) : null;
        _overflow = _maxIdle < max ? invokers.Take(ConnectionSettings.Of(key, max - _maxIdle, Soon)) : null;
        _probeSettings = ConnectionSettings.ForProbes(key);
        Permits = ConnectionPermits.For(limits, time);
    }

    /// <summary>What health checks are sent with.</summary>
    public HttpMessageInvoker Probes
    {
        get
        {
            lock (_lock)
                return _probes ??= _invokers.Take(_probeSettings);
        }
    }

    /// <summary>A permit for each request that may be under way; null when there is no limit.</summary>
    public ConnectionPermits? Permits { get; }

    /// <summary>The invoker for one request; <see cref="Return"/> it.</summary>
    public HttpMessageInvoker Rent()
    {
        if (_overflow is null)
            return _kept!;
        if (_kept is null)
            return _overflow;
        if (Interlocked.Increment(ref _usingKept) <= _maxIdle)
            return _kept;
        Interlocked.Decrement(ref _usingKept);
        return _overflow;
    }

    public void Return(HttpMessageInvoker invoker)
    {
        if (_overflow is not null && ReferenceEquals(invoker, _kept))
            Interlocked.Decrement(ref _usingKept);
    }

    public void Dispose()
    {
        // Whoever ends the last request of a retired target disposes, and there may be another last one.
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        if (_kept is not null)
            _invokers.Leave(_kept);
        if (_overflow is not null)
            _invokers.Leave(_overflow);
        lock (_lock)
        {
            if (_probes is not null)
                _invokers.Leave(_probes);
        }
    }
}

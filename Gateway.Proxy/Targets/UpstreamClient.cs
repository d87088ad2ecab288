using System.Diagnostics;
using System.Text;
using Gateway.Proxy.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Targets;

/// <summary>The connections to one target.</summary>
/// <remarks>
/// The handler knows no limit on idle connections. So with <see cref="ConnectionLimits.MaxIdle"/> there are two pools:
/// the first that many requests use connections that are kept, further ones use connections that close soon after use.
/// </remarks>
internal sealed class UpstreamClient : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly HttpMessageInvoker? _kept;
    private readonly HttpMessageInvoker? _overflow;
    private readonly int _maxIdle;
    private int _usingKept;

    public UpstreamClient(TargetKey key)
    {
        var limits = key.Connections;
        var max = limits.Max ?? int.MaxValue;
        _maxIdle = Math.Min(limits.MaxIdle ?? max, max);

        // Each pool has its part of the limit: the handler may open a connection for a request that finds another one meanwhile.
        _kept = _maxIdle > 0 ? Create(key, _maxIdle, limits.IdleTimeout) : null;
        _overflow = _maxIdle < max ? Create(key, max - _maxIdle, Soon) : null;
        Slots = limits.Max is null ? null : new(max, max);
    }

    /// <summary>A place for each request that may be under way; null when there is no limit.</summary>
    public SemaphoreSlim? Slots { get; }

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
        _kept?.Dispose();
        _overflow?.Dispose();
    }

    private static UpstreamInvoker Create(TargetKey key, int max, TimeSpan idleTimeout) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = key.ConnectTimeout,
        MaxConnectionsPerServer = max,
        PooledConnectionIdleTimeout = idleTimeout,
        SslOptions = UpstreamTrust.Options(key.CaFile),

        // A response that nobody reads to its end takes its connection along, rather than hold it while another request has its place.
        ResponseDrainTimeout = TimeSpan.Zero,

        RequestHeaderEncodingSelector = key.WatchSending ? static (_, request) => SendingSign.EncodingOf(request) : static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    });
}

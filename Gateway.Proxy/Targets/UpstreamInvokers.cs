using System.Diagnostics;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Proxy.Targets;

/// <summary>The connections to upstreams. Targets with the same settings share theirs, unless they are limited or have authorities of their own.</summary>
/// <remarks>A hundred routes to one service need no hundred sets of connections to it.</remarks>
internal sealed class UpstreamInvokers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionSettings, UpstreamInvoker> _shared = [];

    /// <summary>What sends with these settings; <see cref="Leave"/> it.</summary>
    public UpstreamInvoker Take(ConnectionSettings settings)
    {
        if (!settings.MayBeShared)
            return Create(settings);
        lock (_lock)
        {
            if (!_shared.TryGetValue(settings, out var shared))
                _shared[settings] = shared = Create(settings);
            shared.Users++;
            return shared;
        }
    }

    /// <summary>The last to leave closes the connections.</summary>
    public void Leave(UpstreamInvoker invoker)
    {
        lock (_lock)
        {
            if (--invoker.Users > 0)
                return;
            if (_shared.GetValueOrDefault(invoker.Settings) == invoker)
                _shared.Remove(invoker.Settings);
        }

        invoker.Dispose();
    }

    private static UpstreamInvoker Create(ConnectionSettings settings) => new(settings, new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = settings.ConnectTimeout,
        MaxConnectionsPerServer = settings.Max,
        PooledConnectionIdleTimeout = settings.IdleTimeout,
        SslOptions = UpstreamTrust.Options(settings.CaFile),

        PlaintextStreamFilter = static (context, _) => new(context.NegotiatedHttpVersion.Major == 1 ? new UpstreamStream(context.PlaintextStream) : context.PlaintextStream),

        // A response that nobody reads to its end takes its connection along, rather than hold it while another request has its place.
        ResponseDrainTimeout = TimeSpan.Zero,

        RequestHeaderEncodingSelector = settings.WatchSending ? static (_, request) => SendingSign.EncodingOf(request) : static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    });
}

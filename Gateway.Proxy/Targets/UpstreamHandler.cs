using System.Text;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Targets;

/// <summary>Creates the HTTP handlers for upstreams.</summary>
internal static class UpstreamHandler
{
    /// <param name="settings">The settings.</param>
    /// <param name="trust">Authorities in PEM in place of the machine's; null: the machine's.</param>
    public static SocketsHttpHandler Create(ConnectionSettings settings, string? trust) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = settings.IsForProbes ? null : new UpstreamTracing(),
        ConnectTimeout = settings.ConnectTimeout,
        MaxConnectionsPerServer = settings.Max,
        PooledConnectionIdleTimeout = settings.IdleTimeout,
        PooledConnectionLifetime = settings.Lifetime,
        SslOptions = UpstreamTrust.Options(trust),

        // A health check may be resent when a pooled connection has just closed; a request may not.
        PlaintextStreamFilter = settings.IsForProbes ? null : static (context, _) => new(context.NegotiatedHttpVersion.Major == 1 ? new UpstreamStream(context.PlaintextStream) : context.PlaintextStream),

        // Do not drain an unread response: close its connection, so that it does not exceed the connection limit.
        ResponseDrainTimeout = TimeSpan.Zero,

        RequestHeaderEncodingSelector = settings.TrackSending ? static (_, request) => RequestSentSignal.EncodingOf(request) : static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
    };
}

using System.Text;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Gateway.Proxy.Server;

/// <summary>Configures Kestrel: limits and strict parsing.</summary>
internal static class KestrelLimits
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Applies them before anything that the application itself configures, which so takes precedence.</summary>
    public static void AddKestrelLimits(this IServiceCollection services, ServerLimits limits) =>
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(new ConfigureOptions<KestrelServerOptions>(kestrel => Apply(kestrel, limits))));

    private static void Apply(KestrelServerOptions kestrel, ServerLimits limits)
    {
        // RFC 9112 section 2.2 allows a recipient to accept a bare LF as a line terminator; hops that differ in this allow request smuggling.
        AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = HeaderEncodings.ForRequest;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        kestrel.Limits.MaxRequestBodySize = limits.MaxRequestBodySize > 0 ? limits.MaxRequestBodySize : null;
        kestrel.Limits.MaxRequestLineSize = limits.MaxRequestLineSize;
        kestrel.Limits.MaxRequestBufferSize = Math.Max(1 << 20, limits.MaxRequestLineSize);
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxRequestHeadersTotalSize;
        kestrel.Limits.MaxRequestHeaderCount = limits.MaxRequestHeaderCount;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConcurrentConnections > 0 ? limits.MaxConcurrentConnections : null;
        kestrel.Limits.RequestHeadersTimeout = limits.RequestHeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.Limits.MinRequestBodyDataRate = Rate(limits.MinRequestBodyRate);
        kestrel.Limits.MinResponseDataRate = Rate(limits.MinResponseRate);
        kestrel.Limits.Http2.MaxStreamsPerConnection = limits.Http2MaxStreams;
    }

    private static MinDataRate? Rate(int bytesPerSecond) => bytesPerSecond > 0 ? new(bytesPerSecond, Grace) : null;
}

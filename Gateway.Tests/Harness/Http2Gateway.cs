using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Harness;

/// <summary>A gateway that clients speak HTTP/2 to, with or without TLS.</summary>
internal static class Http2Gateway
{
    public static Task<GatewayInstance> StartAsync(string gatewaySection, X509Certificate2? certificate = null, Action<WebApplicationBuilder>? configure = null) =>
        GatewayInstance.StartAsync(gatewaySection, builder =>
        {
            configure?.Invoke(builder);
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            }));
        });

    /// <summary>A client that speaks HTTP/2 and nothing else.</summary>
    public static HttpClient Client(GatewayInstance gateway, X509Certificate2? certificate = null)
    {
        SocketsHttpHandler handler = new();
        if (certificate is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        return new(handler)
        {
            BaseAddress = gateway.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }
}

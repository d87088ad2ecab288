namespace Gateway.Proxy.Server;

/// <summary>A port that speaks HTTP/2 without TLS, beside the public ones and on their addresses. Without TLS there is no ALPN, so a port supports only one HTTP version.</summary>
internal static class Http2Port
{
    /// <summary>Adds the port to what the application listens on.</summary>
    public static void Listen(WebApplicationBuilder builder, int? http2Port)
    {
        if (http2Port is not { } port)
            return;
        ListenAddresses.Add(builder, "Http2", On(ListenAddresses.Of(builder.Configuration).DefaultIfEmpty("http://localhost:5000"), port));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen =>
        {
            if (listen.IPEndPoint?.Port == port)
                listen.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2;
        }));
    }

    /// <summary>The hosts that <paramref name="urls"/> name, each with <paramref name="port"/>. A Unix domain socket has neither.</summary>
    private static string[] On(IEnumerable<string> urls, int port) =>
    [
        .. urls.Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
            .Select(address => $"http://{address.Host}:{port}").Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}

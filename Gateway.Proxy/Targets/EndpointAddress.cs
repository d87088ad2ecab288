using System.Net;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Proxy.Targets;

/// <summary>The address of a target's endpoint that service discovery found.</summary>
internal static class EndpointAddress
{
    private static readonly Uri Any = new("http://localhost");

    /// <summary>Checks endpoints before they replace others.</summary>
    /// <exception cref="UriFormatException">One of them gives no URL.</exception>
    public static void Check(IEnumerable<ServiceEndpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
            Of(endpoint.EndPoint, Any);
    }

    /// <summary>The endpoint as a URL: discovery's host and port, the target's own path; an endpoint that is a URL gives its scheme too.</summary>
    public static Uri? Of(EndPoint endpoint, Uri address) => endpoint switch
    {
        UriEndPoint { Uri: var uri } => new UriBuilder(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath.TrimEnd('/') + address.AbsolutePath).Uri,
        DnsEndPoint dns => With(address, dns.Host, dns.Port),
        IPEndPoint ip => With(address, ip.Address.ToString(), ip.Port),
        _ => null,
    };

    private static Uri With(Uri address, string host, int port) =>
        new UriBuilder(address) { Host = host, Port = port > 0 ? port : address.Port }.Uri;
}

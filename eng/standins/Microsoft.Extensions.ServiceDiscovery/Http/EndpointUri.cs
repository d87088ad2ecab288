// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery: the URI of a request at the endpoint chosen for it.

using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery.Http;

internal static class EndpointUri
{
    public static Uri At(Uri asked, ServiceEndpoint endpoint, ServiceDiscoveryOptions options) => endpoint.EndPoint switch
    {
        UriEndPoint { Uri: var uri } => AtUri(asked, uri),
        IPEndPoint ip => AtHost(asked, ip.Address.ToString(), ip.Port, options),
        DnsEndPoint dns => AtHost(asked, dns.Host, dns.Port, options),
        var other => throw new InvalidOperationException($"Endpoints of type {other.GetType()} are not supported"),
    };

    private static Uri AtUri(Uri asked, Uri endpoint)
    {
        var result = new UriBuilder(asked) { Scheme = endpoint.Scheme, Host = endpoint.Host };
        if (endpoint.Port > 0) result.Port = endpoint.Port;
        if (endpoint.AbsolutePath.Length > 1)
            result.Path = $"{endpoint.AbsolutePath.TrimEnd('/')}/{asked.AbsolutePath.TrimStart('/')}";
        return result.Uri;
    }

    private static Uri AtHost(Uri asked, string host, int port, ServiceDiscoveryOptions options)
    {
        var result = new UriBuilder(asked) { Host = host };
        if (port > 0) result.Port = port;

        // An address has no scheme of its own: of "https+http" the preferred one is taken.
        if (asked.Scheme.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus)
        {
            var scheme = asked.Scheme[..plus];
            result.Scheme = options.IsAllowed(scheme) ? scheme : throw new InvalidOperationException($"The scheme '{scheme}' is not allowed.");
        }

        return result.Uri;
    }
}

// Part of the stand-in for Microsoft.Extensions.ServiceDiscovery: how text becomes an address.

using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Microsoft.Extensions.ServiceDiscovery;

internal static class EndPointText
{
    /// <summary>A URI stays one; <c>host</c> and <c>host:port</c> become DNS or IP addresses, port 0 when none is given.</summary>
    public static bool TryParse(string? value, [NotNullWhen(true)] out EndPoint? endPoint)
    {
        endPoint = null;
        if (string.IsNullOrWhiteSpace(value) || !TryParseUri(value, out var uri, out var hasScheme)) return false;
        endPoint = hasScheme ? new UriEndPoint(uri) : FromHost(uri.Host, uri.Port);
        return true;
    }

    /// <summary>Reads a URI; text without a scheme is read as an authority.</summary>
    public static bool TryParseUri(string value, [NotNullWhen(true)] out Uri? uri, out bool hasScheme)
    {
        hasScheme = value.Contains("://", StringComparison.Ordinal);
        if (!hasScheme && Uri.TryCreate($"none://{value}", default, out uri)) return true;

        // What cannot be read as an authority may still be an absolute URI without an authority.
        hasScheme = true;
        return Uri.TryCreate(value, default, out uri);
    }

    public static EndPoint FromHost(string host, int port)
    {
        var knownPort = Math.Max(port, 0);
        return IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, knownPort) : new DnsEndPoint(host, knownPort);
    }
}

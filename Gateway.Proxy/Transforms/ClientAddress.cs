using System.Net;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Transforms;

/// <summary>The client's address: the connection's remote address, or the client that trusted proxies report.</summary>
internal sealed class ClientAddress(Live<TrustedProxies> trusted)
{
    public IPAddress? Of(HttpContext context)
    {
        var address = Plain(context.Connection.RemoteIpAddress);
        var proxies = trusted.Current;
        if (proxies.IsEmpty)
            return address;

        // Each proxy appends its peer: from the end, the first untrusted address is the client; earlier entries are the client's claim.
        var rest = context.Request.Headers[ForwardedFields.For].ToString().AsSpan();
        while (proxies.Contains(address) && !rest.IsEmpty)
        {
            var comma = rest.LastIndexOf(',');
            if (!IPAddress.TryParse(rest[(comma + 1)..].Trim(), out var before))
                break;
            address = Plain(before);
            rest = comma < 0 ? default : rest[..comma];
        }

        return address;
    }

    /// <summary>The client for limits by address.</summary>
    public ClientNetwork NetworkOf(HttpContext context) => ClientNetwork.Of(Of(context));

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

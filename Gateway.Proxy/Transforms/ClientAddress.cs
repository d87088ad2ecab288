using System.Net;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Transforms;

/// <summary>The client's address: the connection's remote address, or the client that trusted proxies report.</summary>
internal sealed class ClientAddress(Live<TrustedProxies> trusted)
{
    public IPAddress? Of(HttpContext context) => Find(context, out _);

    /// <summary>The client for limits by address.</summary>
    public ClientNetwork NetworkOf(HttpContext context) => ClientNetwork.Of(Of(context));

    /// <summary>How many values at the end of <c>X-Forwarded-For</c> trusted proxies have written. The first of them is the client's address.</summary>
    public int HopsOf(HttpContext context)
    {
        Find(context, out var hops);
        return hops;
    }

    private IPAddress? Find(HttpContext context, out int hops)
    {
        hops = 0;
        var address = Plain(context.Connection.RemoteIpAddress);
        var proxies = trusted.Current;
        if (proxies.IsEmpty)
            return address;

        // Each proxy appends its peer: from the end, the first untrusted address is the client; earlier entries are the client's claim.
        ForwardedValues values = new(context.Request.Headers[ForwardedFields.For]);
        while (proxies.Contains(address) && values.TryTakeLast(out var value))
        {
            hops++;
            if (!ForwardedAddress.TryParse(value, out var before))
                break;
            address = Plain(before);
        }

        return address;
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

using System.Net;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Transforms;

/// <summary>Who asked: the other end of the connection, or the client that trusted proxies before it name.</summary>
internal sealed class ClientAddress(Live<TrustedProxies> trusted)
{
    public IPAddress? Of(HttpContext context)
    {
        var address = Plain(context.Connection.RemoteIpAddress);
        var proxies = trusted.Current;
        if (proxies.IsEmpty)
            return address;

        // Each proxy adds who asked it at the end: the first that is no proxy of ours is the client, and what stands before it is its word alone.
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

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

using System.Net;
using Gateway.Proxy.Settings;

namespace Gateway.Proxy.Transforms;

/// <summary>Who asked: the other end of the connection, or the client that trusted proxies before it name.</summary>
internal sealed class ClientAddress(LiveSettings settings)
{
    public IPAddress? Of(HttpContext context)
    {
        var address = Plain(context.Connection.RemoteIpAddress);
        if (settings.Current.TrustedProxies is not { Count: > 0 } proxies)
            return address;

        // Each proxy adds who asked it at the end: the first that is no proxy of ours is the client, and what stands before it is its word alone.
        var rest = context.Request.Headers[ForwardedHeaders.For].ToString().AsSpan();
        while (ForwardedHeaders.IsTrusted(address, proxies) && !rest.IsEmpty)
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

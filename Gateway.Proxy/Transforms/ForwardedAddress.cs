using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Gateway.Proxy.Transforms;

/// <summary>An address in <c>X-Forwarded-For</c>. Some proxies add a port: <c>203.0.113.9:41234</c>, <c>[2001:db8::1]:41234</c>.</summary>
internal static class ForwardedAddress
{
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        // IPAddress ignores a port after brackets, but does not parse one after an IPv4 address.
        if (text.IndexOf(':') is > 0 and var colon && text[..colon].Count('.') == 3 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            text = text[..colon];
        return IPAddress.TryParse(text, out address);
    }
}

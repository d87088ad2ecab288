using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>An IP address as it is usually written.</summary>
internal static class AddressText
{
    /// <summary>Accepts what the framework accepts, except "1" (0.0.0.1), "010.0.0.1" (8.0.0.1), brackets and similar forms.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.AsSpan().ContainsAny("[]"));

    /// <summary>An address to listen on: localhost, * for all, or an IP address (IPv6 optionally in brackets).</summary>
    public static bool IsHost(string text) => text is "localhost" or "*"
        || TryParse(text, out _)
        || (text is ['[', .. var inner, ']'] && inner.Contains(':', StringComparison.Ordinal) && TryParse(inner, out _));

    /// <summary>The host in a URL.</summary>
    public static string InUrl(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host.Trim('[', ']')}]" : host;
}

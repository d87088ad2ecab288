using System.Net;
using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Transforms;

/// <summary>Tells the upstream who asked: <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>. What a client sent of them counts only from a trusted proxy.</summary>
internal sealed class ForwardedHeaders(LiveSettings settings)
{
    public const string For = "X-Forwarded-For";
    public const string Proto = "X-Forwarded-Proto";
    public const string Host = "X-Forwarded-Host";
    public const string RealIp = "X-Real-IP";

    /// <summary>Whether the field is the gateway's to set, so that a client's own is not forwarded.</summary>
    public static bool Owns(string field) =>
        field.Length is >= 9 and <= 17 && (field[0] | 0x20) == 'x' && (
            field.Equals(For, StringComparison.OrdinalIgnoreCase) || field.Equals(Proto, StringComparison.OrdinalIgnoreCase)
            || field.Equals(Host, StringComparison.OrdinalIgnoreCase) || field.Equals(RealIp, StringComparison.OrdinalIgnoreCase));

    public void Add(HttpContext context, HttpRequestMessage request)
    {
        var remote = context.Connection.RemoteIpAddress;
        var trusted = settings.Current.TrustedProxies is { Count: > 0 } proxies && IsTrusted(remote, proxies);
        Add(context, request, For, remote?.ToString(), append: trusted);
        Add(context, request, Proto, trusted && context.Request.Headers.ContainsKey(Proto) ? null : context.Request.Scheme, append: trusted);
        Add(context, request, Host, trusted && context.Request.Headers.ContainsKey(Host) ? null : context.Request.Host.Value, append: trusted);
    }

    private static void Add(HttpContext context, HttpRequestMessage request, string name, string? value, bool append)
    {
        if (append && context.Request.Headers.TryGetValue(name, out var earlier) && earlier.Count > 0)
            value = value is null ? earlier.ToString() : $"{earlier}, {value}";
        if (!string.IsNullOrEmpty(value))
            request.Headers.TryAddWithoutValidation(name, value);
    }

    private static bool IsTrusted(IPAddress? address, IReadOnlyList<IPNetwork> proxies)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && proxies.Any(network => network.Contains(address));
    }
}

using System.Buffers;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Transforms;

/// <summary>Sends the client's address and the original URL's parts to the upstream: <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>, <c>-Prefix</c>. Received values are kept only from a trusted proxy.</summary>
internal sealed class ForwardedHeaders(Live<TrustedProxies> proxies, ClientAddress clients)
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // The characters of a path (RFC 3986 section 3.3), and of a host with a port.
    private static readonly SearchValues<char> InPath = SearchValues.Create(Alphanumeric + "/-._~%!$&'()*+,;=:@");
    private static readonly SearchValues<char> InHost = SearchValues.Create(Alphanumeric + "-._~:[]");
    private const string Family = "X-Forwarded-";

    /// <summary>Whether a client's field is removed: the gateway sets it, or it is a forwarding field that only a trusted proxy may send.</summary>
    public bool ShouldRemove(string field, HttpContext context) => field[0] switch
    {
        'X' or 'x' => field.Length >= ForwardedFields.RealIp.Length && (IsManaged(field) || (LooksForwarded(field) && (field.Contains('_', StringComparison.Ordinal) || !IsFromTrusted(context)))),
        'F' or 'f' => field.Equals(ForwardedFields.Standard, StringComparison.OrdinalIgnoreCase) && !IsFromTrusted(context),
        _ => false,
    };

    /// <param name="context">The client's request.</param>
    /// <param name="request">The forwarded one.</param>
    /// <param name="prefix">The path prefix that the route removes; empty when it removes none.</param>
    public void Add(HttpContext context, HttpRequestMessage request, string prefix)
    {
        var remote = context.Connection.RemoteIpAddress;
        var trusted = IsFromTrusted(context);
        Add(context, request, ForwardedFields.For, remote?.ToString(), append: trusted);
        Add(context, request, ForwardedFields.Proto, trusted && context.Request.Headers.ContainsKey(ForwardedFields.Proto) ? null : context.Request.Scheme, append: trusted);
        Add(context, request, ForwardedFields.Host, trusted && context.Request.Headers.ContainsKey(ForwardedFields.Host) ? null : HostOf(context.Request), append: trusted);
        if (trusted)
            prefix = OuterPrefix(context) + prefix;
        if (prefix.Length > 0)
            request.Headers.TryAddWithoutValidation(ForwardedFields.Prefix, prefix);
    }

    /// <summary>The gateway's address as the client sees it: from the connection and <c>Host</c>, or from a trusted proxy.</summary>
    public PublicAddress PublicAddressOf(HttpContext context)
    {
        var request = context.Request;
        if (!IsFromTrusted(context))
            return new(request.Scheme, HostOf(request), string.Empty);
        return new(
            SchemeOf(Told(context, ForwardedFields.Proto)) ?? request.Scheme,
            Told(context, ForwardedFields.Host) is { } host && !host.AsSpan().ContainsAnyExcept(InHost) ? host : HostOf(request),
            OuterPrefix(context));
    }

    // As it was sent. HttpRequest.Host decodes the xn-- form of an international name, and throws if it is not one.
    private static string HostOf(HttpRequest request) => request.Headers.Host.ToString();

    // Some proxies, Traefik for one, name the scheme of a WebSocket's handshake.
    private static string? SchemeOf(string? text) =>
        Is(text, Uri.UriSchemeHttps) || Is(text, Uri.UriSchemeWss) ? Uri.UriSchemeHttps
        : Is(text, Uri.UriSchemeHttp) || Is(text, Uri.UriSchemeWs) ? Uri.UriSchemeHttp
        : null;

    private static bool Is(string? text, string scheme) => scheme.Equals(text, StringComparison.OrdinalIgnoreCase);

    // A proxy may pass on a client's value: ignore a prefix that is not a path, or that a browser would interpret as a host.
    private string OuterPrefix(HttpContext context) =>
        Told(context, ForwardedFields.Prefix)?.TrimEnd('/') is ['/', not '/', ..] outer && !outer.AsSpan().ContainsAnyExcept(InPath) ? outer : string.Empty;

    // The value of the trusted proxy that is closest to the client: each one appends its value, or replaces the field. Values before it are the client's claim.
    private string? Told(HttpContext context, string name)
    {
        var lines = context.Request.Headers[name];
        if (lines.Count == 0)
            return null;
        if (lines.Count == 1 && !lines.ToString().Contains(','))
            return lines.ToString().Trim() is { Length: > 0 } only ? only : null;

        ForwardedValues values = new(lines);
        values.TryTakeLast(out var told);
        for (var hops = clients.HopsOf(context); hops > 1 && values.TryTakeLast(out var outer); hops--)
            told = outer;
        return told.IsEmpty ? null : told.ToString();
    }

    private static bool IsManaged(string field) =>
        field.Equals(ForwardedFields.For, StringComparison.OrdinalIgnoreCase) || field.Equals(ForwardedFields.Proto, StringComparison.OrdinalIgnoreCase)
        || field.Equals(ForwardedFields.Host, StringComparison.OrdinalIgnoreCase) || field.Equals(ForwardedFields.RealIp, StringComparison.OrdinalIgnoreCase)
        || field.Equals(ForwardedFields.Prefix, StringComparison.OrdinalIgnoreCase);

    // Upstreams with CGI-style variables cannot distinguish X_Forwarded_For from X-Forwarded-For.
    private static bool LooksForwarded(string field)
    {
        if ((field[1] is not ('-' or '_')) || (field[2] | 0x20) is not ('f' or 'r'))
            return false;
        var name = field.Replace('_', '-');
        return name.StartsWith(Family, StringComparison.OrdinalIgnoreCase) || name.Equals(ForwardedFields.RealIp, StringComparison.OrdinalIgnoreCase);
    }

    private bool IsFromTrusted(HttpContext context) => proxies.Current.Contains(context.Connection.RemoteIpAddress);

    private static void Add(HttpContext context, HttpRequestMessage request, string name, string? value, bool append)
    {
        if (append && context.Request.Headers.TryGetValue(name, out var earlier) && earlier.Count > 0)
            value = value is null ? earlier.ToString() : $"{earlier}, {value}";
        if (!string.IsNullOrEmpty(value))
            request.Headers.TryAddWithoutValidation(name, value);
    }
}

using System.Buffers;
using System.Net;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Matching;

/// <summary>A host of <c>Match</c>: exact, or <c>*.example.org</c> for its subdomains.</summary>
internal readonly struct HostPattern
{
    private const int MostCharacters = 253;

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // ".example.org" for subdomains.
    private readonly string _text;
    private readonly bool _isSuffix;
    private readonly IPAddress? _ipv6;

    public HostPattern(string pattern)
    {
        _isSuffix = pattern.StartsWith('*');
        _text = _isSuffix ? pattern[1..] : pattern;
        _ipv6 = pattern is ['[', .. var inner, ']'] && IPAddress.TryParse(inner, out var address) ? address : null;
    }

    public static bool IsPattern(string text)
    {
        // One spelling (RFC 5952), so that two patterns of the same address have the same text.
        if (text is ['[', .. var inner, ']'])
            return inner.Contains(':', StringComparison.Ordinal) && AddressText.TryParse(inner, out var address) && address.ToString().Equals(inner, StringComparison.OrdinalIgnoreCase);
        var name = text.AsSpan(text.StartsWith("*.", StringComparison.Ordinal) ? 2 : 0);
        if (name.Length is 0 or > MostCharacters)
            return false;
        foreach (var label in name.Split('.'))
        {
            if (name[label].IsEmpty || name[label].ContainsAnyExcept(LabelCharacters))
                return false;
        }

        return true;
    }

    /// <summary>The host of a <c>Host</c> field or <c>:authority</c>, without port and without the dot that ends an absolute name. With a further dot it is no name, and fits no pattern.</summary>
    public static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> authority)
    {
        var port = authority.LastIndexOf(':');
        var host = port > authority.LastIndexOf(']') ? authority[..port] : authority;
        return host.EndsWith(".") ? host[..^1] : host;
    }

    /// <summary>The only text of a host that fits; null when several do.</summary>
    public string? Exact => _isSuffix || _ipv6 is not null ? null : _text;

    public bool Fits(ReadOnlySpan<char> host) =>
        _isSuffix ? host.EndsWith(_text, StringComparison.OrdinalIgnoreCase) && IsName(host[..^_text.Length])
        : host.Equals(_text, StringComparison.OrdinalIgnoreCase) || (_ipv6 is not null && host is ['[', .. var inner, ']'] && IPAddress.TryParse(inner, out var address) && address.Equals(_ipv6));

    /// <summary>Whether one host may fit both.</summary>
    public bool Overlaps(HostPattern other) =>
        _isSuffix && other._isSuffix ? _text.EndsWith(other._text, StringComparison.OrdinalIgnoreCase) || other._text.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
        : _isSuffix ? Fits(other._text)
        : other.Fits(_text);

    private static bool IsName(ReadOnlySpan<char> labels) =>
        !labels.IsEmpty && labels[0] != '.' && labels[^1] != '.' && !labels.Contains("..", StringComparison.Ordinal);
}

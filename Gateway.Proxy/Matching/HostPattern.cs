using System.Buffers;
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

    public HostPattern(string pattern)
    {
        _isSuffix = pattern.StartsWith('*');
        _text = _isSuffix ? pattern[1..] : pattern;
    }

    public static bool IsPattern(string text)
    {
        // Clients write an IPv6 address in its shortest form (RFC 5952), so only that one can fit.
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

    /// <summary>The host of a <c>Host</c> field or <c>:authority</c>, without port and without the dot that ends an absolute name.</summary>
    public static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> authority)
    {
        var port = authority.LastIndexOf(':');
        var host = port > authority.LastIndexOf(']') ? authority[..port] : authority;
        return host.EndsWith(".") ? host[..^1] : host;
    }

    /// <summary>The only host that fits; null when several do.</summary>
    public string? Exact => _isSuffix ? null : _text;

    public bool Fits(ReadOnlySpan<char> host) => _isSuffix
        ? host.Length > _text.Length && host.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
        : host.Equals(_text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one host may fit both.</summary>
    public bool Overlaps(HostPattern other) =>
        _isSuffix && other._isSuffix ? _text.EndsWith(other._text, StringComparison.OrdinalIgnoreCase) || other._text.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
        : _isSuffix ? Fits(other._text)
        : other.Fits(_text);
}

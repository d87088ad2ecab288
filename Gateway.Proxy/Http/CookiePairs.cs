namespace Gateway.Proxy.Http;

/// <summary>Reads the pairs of a <c>Cookie</c> field (RFC 6265 section 5.4) as they are sent: quotes and percent signs are part of the value.</summary>
internal ref struct CookiePairs(ReadOnlySpan<char> field)
{
    private ReadOnlySpan<char> _rest = field;

    /// <summary>False at the end. A part without an equals sign is skipped.</summary>
    public bool TryRead(out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf(';');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (pair.IndexOf('=') is > 0 and var equals)
            {
                name = pair[..equals].Trim(" \t");
                value = pair[(equals + 1)..].Trim(" \t");
                return true;
            }
        }

        name = value = default;
        return false;
    }
}

namespace Gateway.Proxy.Transforms;

/// <summary>Translates a target's URL for one client.</summary>
/// <param name="Path">The inverse of the route's path transform.</param>
/// <param name="Target">The names that the target may use for itself.</param>
/// <param name="Public">The gateway's address as the client sees it.</param>
internal sealed record Reference(PathInverse Path, TargetNames Target, PublicAddress Public)
{
    /// <summary>The URL at the gateway, when it is an absolute path or names the target; else as it is.</summary>
    public string Rewrite(string url)
    {
        var text = url.AsSpan().Trim();
        var begin = AuthorityBegin(text);
        if (begin < 0)
            return text is ['/', ..] && Path.Apply(text, Target.Path, Public.Prefix) is { } path ? path : url;

        var rest = text[begin..];
        var length = rest.IndexOfAny("/?#\\") is >= 0 and var end ? end : rest.Length;
        var authority = rest[(rest[..length].LastIndexOf('@') + 1)..length];
        var scheme = text[..Math.Max(begin - "://".Length, 0)];
        if (!Target.Has(scheme, authority))
            return url;

        var there = rest[length..] is ['/', ..] own ? own.ToString() : string.Concat("/", rest[length..]);
        var here = Path.Apply(there, Target.Path, Public.Prefix) ?? there;
        return string.IsNullOrEmpty(Public.Host) ? PathInverse.Local(here) : $"{Public.Scheme}://{Public.Host}{here}";
    }

    /// <summary>The index of the authority; negative when there is none.</summary>
    private static int AuthorityBegin(ReadOnlySpan<char> url)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["//", "http://", "https://"])
        {
            if (url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                return scheme.Length;
        }

        return -1;
    }
}

namespace Gateway.Proxy.Http;

/// <summary>The path and the query of a request as received, byte for byte except dot segments.</summary>
/// <remarks>
/// Routing works on the decoded path, which cannot be encoded back: <c>%2F</c> and <c>/</c> are not the same.
/// So the forwarded path is taken from the raw target. docs/paths.md explains every decision.
/// </remarks>
internal readonly ref struct RawTarget
{
    private RawTarget(ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        Path = path;
        Query = query;
    }

    /// <summary>Begins with <c>/</c>; without dot segments.</summary>
    public ReadOnlySpan<char> Path { get; }

    /// <summary>Empty, or begins with <c>?</c>.</summary>
    public ReadOnlySpan<char> Query { get; }

    /// <summary>False when the target must not be forwarded: the client's request is malformed.</summary>
    public static bool TryParse(string target, out RawTarget parsed)
    {
        // Kestrel accepts spaces, control characters and a bare CR in a target; they must not be forwarded.
        var path = target.AsSpan();
        var acceptable = !path.ContainsAnyExceptInRange('!', '~') && !path.Contains('#');
        if (path.Length == 0 || path[0] != '/')
        {
            acceptable = acceptable && !HasUser(path);
            path = AfterAuthority(path);
        }

        ReadOnlySpan<char> query = default;
        var question = path.IndexOf('?');
        if (question >= 0)
        {
            query = path[question..];
            path = path[..question];
        }

        if (acceptable && DotSegments.MayBeIn(path))
            acceptable = DotSegments.TryRemove(path, out path);
        parsed = new(path.IsEmpty ? "/" : path, query);
        return acceptable;
    }

    /// <summary>The path as received, with dot segments, without authority and query; for logs.</summary>
    public static ReadOnlySpan<char> PathAsSent(ReadOnlySpan<char> target)
    {
        var path = target is "*" || target.StartsWith('/') ? target : AfterAuthority(target);
        var question = path.IndexOf('?');
        return question < 0 ? path : path[..question];
    }

    // RFC 9110 section 4.2.4: userinfo such as in http://trusted.example@evil.example/ is an attack.
    private static bool HasUser(ReadOnlySpan<char> target) =>
        target.IndexOf('@') is >= 0 and var at && !target[(target.IndexOf("://") is >= 0 and var scheme ? scheme + 3 : 0)..at].ContainsAny('/', '?');

    // http://host/path, as a client sends it to a proxy; or *, which has no path.
    private static ReadOnlySpan<char> AfterAuthority(ReadOnlySpan<char> target)
    {
        var scheme = target.IndexOf("://");
        if (scheme < 0)
            return "/";
        var rest = target[(scheme + 3)..];
        var end = rest.IndexOfAny('/', '?');
        return end < 0 ? "/" : rest[end] == '/' ? rest[end..] : string.Concat("/", rest[end..]);
    }
}

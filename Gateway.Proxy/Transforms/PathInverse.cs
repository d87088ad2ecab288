using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Transforms;

/// <summary>The inverse of a route's path transform: from a path at the target to the path at the gateway.</summary>
internal sealed class PathInverse
{
    private readonly string _served;
    private readonly string? _head;

    /// <param name="prefix">The prefix that the route removes.</param>
    /// <param name="served">The literal prefix at which the gateway serves the route.</param>
    /// <param name="head">What it puts there at the target, for example <c>/v1/</c>; null when a forwarded path cannot be traced back.</param>
    private PathInverse(string prefix, string served, string? head)
    {
        Prefix = prefix;
        _served = served;
        _head = head;
    }

    /// <summary>The literal prefix that the route removes; empty when it removes none.</summary>
    public string Prefix { get; }

    public static PathInverse For(string? rewrite, bool strip, RoutePattern pattern)
    {
        var literals = LiteralSegments(pattern);
        var literal = string.Concat(pattern.PathSegments.Take(literals).Select(segment => "/" + Text(segment)));
        var prefix = new PathString(literal).ToUriComponent();
        if (rewrite is null)
            return strip ? new(prefix, prefix, "/") : new(string.Empty, string.Empty, "/");
        if (!PathTemplate.TryParse(rewrite, pattern, out var template, out _))
            return new(prefix, prefix, null);

        // Only a literal prefix followed by the catch-all, on both sides, can be inverted without loss.
        var head = template!.Parts is [{ Parameter: { IsCatchAll: true, IsAlone: true, Segment: var segment }, Text: var text }, { Text: "" }] && segment == literals ? text : null;

        // When only a prefix is added, nothing is removed: keep the common end of both paths.
        var common = head?.TrimEnd('/');
        return new(common is not null && head!.EndsWith('/') && prefix.EndsWith(common, StringComparison.Ordinal) ? prefix[..^common.Length] : prefix, prefix, head);
    }

    public static int LiteralSegments(RoutePattern pattern) =>
        pattern.PathSegments.TakeWhile(segment => segment is { IsSimple: true, Parts: [RoutePatternLiteralPart] }).Count();

    /// <summary>The gateway's path for a path at the target, query and fragment included; null when there is none.</summary>
    /// <param name="path">The path, as the target wrote it.</param>
    /// <param name="own">The path of the target's address, without a slash at its end.</param>
    /// <param name="outer">The prefix under which a client sees the gateway itself.</param>
    public string? Apply(ReadOnlySpan<char> path, string own, string outer)
    {
        // A target that supports X-Forwarded-Prefix has already added it.
        var prefix = outer + Prefix;
        if (prefix.Length > 0 && IsBelow(path, prefix))
            path = path[prefix.Length..];

        if (_head is null || !IsBelow(path, own))
            return null;
        path = path[own.Length..];
        if (path.StartsWith(_head, StringComparison.Ordinal))
            return Local(string.Concat(outer, _served, "/", path[_head.Length..]));
        var head = _head.AsSpan().TrimEnd('/');
        return IsBelow(path, head) ? Local(string.Concat(outer, _served, path[head.Length..])) : null;
    }

    /// <summary>The gateway's path for the path of a cookie; one above the route's part of the target means that part.</summary>
    public string? ApplyToCookie(ReadOnlySpan<char> path, string own, string outer)
    {
        if (_head is not null && IsBelow(string.Concat(own, _head.AsSpan().TrimEnd('/')), path.TrimEnd('/')))
            return Local(outer + _served);
        return Apply(path, own, outer);
    }

    private static bool IsBelow(ReadOnlySpan<char> path, ReadOnlySpan<char> prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] is '/' or '?' or '#');

    /// <summary>A path with exactly one leading slash: with two, or a slash and a backslash, a browser interprets the rest as another host.</summary>
    public static string Local(string path) => path is ['/'] or ['/', not ('/' or '\\'), ..] ? path : string.Concat("/", path.AsSpan().TrimStart("/\\"));

    private static string Text(RoutePatternPathSegment segment) => ((RoutePatternLiteralPart)segment.Parts[0]).Content;
}

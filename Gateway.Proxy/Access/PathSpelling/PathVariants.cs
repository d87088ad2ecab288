using System.Buffers;

namespace Gateway.Proxy.Access.PathSpelling;

/// <summary>Variants of a path, as upstreams may interpret it: they decode a slash where routing does not, or drop parts that routing keeps.</summary>
internal static class PathVariants
{
    // Upstreams differ in what they trim: ASCII control characters, and every white space of Unicode.
    private static readonly SearchValues<char> Suspicious = SearchValues.Create([.. "\\;%", .. Enumerable.Range(1, char.MaxValue).Select(code => (char)code).Where(IsBlank)]);

    // An upstream may apply any of these, in this order. It decodes slashes and turns backslashes in either order, and drops path parameters
    // before, between or after: a slash that is still encoded, or a backslash, is a part of the parameter.
    private static readonly Step[] Steps =
    [
        DropParameters, DecodeSlashes, DropParameters, TurnBackslashes, DropParameters, DecodeSlashes, DropParameters, TrimSegments, MergeSlashes,
    ];

    /// <summary>Writes the path after a step, which is never longer; returns its length.</summary>
    private delegate int Step(ReadOnlySpan<char> path, Span<char> result);

    /// <summary>A cheap check: most paths have only one interpretation.</summary>
    public static bool Has(ReadOnlySpan<char> path) =>
        path.ContainsAny(Suspicious) || path.Contains("//", StringComparison.Ordinal) || path.Contains("./", StringComparison.Ordinal) || path.EndsWith('.');

    /// <summary>The variants of a decoded path, at most 52: only a step that changes something makes one. The time is linear in the path's length.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        var buffer = ArrayPool<char>.Shared.Rent(path.Length);
        List<string> variants = [path];
        foreach (var step in Steps)
        {
            for (var (i, count) = (0, variants.Count); i < count; i++)
                AddNew(variants, buffer.AsSpan(0, step(variants[i], buffer)));
        }

        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].Contains("/.", StringComparison.Ordinal))
                variants[i] = new(buffer, 0, ResolveDots(variants[i], buffer));
        }

        ArrayPool<char>.Shared.Return(buffer);
        variants.Remove(path);
        return variants;
    }

    private static void AddNew(List<string> variants, ReadOnlySpan<char> variant)
    {
        foreach (var known in variants)
        {
            if (variant.SequenceEqual(known))
                return;
        }

        variants.Add(new(variant));
    }

    // Kestrel has decoded `%5C` and `%3B`, but no slash. A `%5C` that is left was encoded twice.
    private static int DecodeSlashes(ReadOnlySpan<char> path, Span<char> result)
    {
        var length = 0;
        while (path.IndexOf('%') is >= 0 and var found)
        {
            path[..found].CopyTo(result[length..]);
            length += found;
            path = path[found..];
            var isSlash = path.StartsWith("%2F", StringComparison.OrdinalIgnoreCase) || path.StartsWith("%5C", StringComparison.OrdinalIgnoreCase);
            result[length++] = isSlash ? '/' : '%';
            path = path[(isSlash ? 3 : 1)..];
        }

        path.CopyTo(result[length..]);
        return length + path.Length;
    }

    private static int TurnBackslashes(ReadOnlySpan<char> path, Span<char> result)
    {
        path.Replace(result, '\\', '/');
        return path.Length;
    }

    private static int DropParameters(ReadOnlySpan<char> path, Span<char> result)
    {
        var length = 0;
        while (path.IndexOf(';') is >= 0 and var parameters)
        {
            path[..parameters].CopyTo(result[length..]);
            length += parameters;
            path = path[parameters..];
            path = path.IndexOf('/') is >= 0 and var next ? path[next..] : default;
        }

        path.CopyTo(result[length..]);
        return length + path.Length;
    }

    private static int TrimSegments(ReadOnlySpan<char> path, Span<char> result)
    {
        var length = 0;
        while (!path.IsEmpty)
        {
            var end = path[1..].IndexOf('/') is >= 0 and var next ? next + 1 : path.Length;
            var segment = Trim(path[1..end]);
            result[length++] = '/';
            segment.CopyTo(result[length..]);
            length += segment.Length;
            path = path[end..];
        }

        return length;
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> segment)
    {
        var trimmed = segment;
        while (!trimmed.IsEmpty && IsBlank(trimmed[^1]))
            trimmed = trimmed[..^1];
        if (trimmed is "." or "..")
            return trimmed;
        while (!trimmed.IsEmpty && (trimmed[^1] == '.' || IsBlank(trimmed[^1])))
            trimmed = trimmed[..^1];
        return trimmed;
    }

    private static int MergeSlashes(ReadOnlySpan<char> path, Span<char> result)
    {
        var length = 0;
        while (path.IndexOf("//") is >= 0 and var slashes)
        {
            path[..slashes].CopyTo(result[length..]);
            length += slashes;
            path = path[(slashes + 1)..];
        }

        path.CopyTo(result[length..]);
        return length + path.Length;
    }

    private static int ResolveDots(ReadOnlySpan<char> path, Span<char> result)
    {
        var length = 0;
        while (!path.IsEmpty)
        {
            var end = path[1..].IndexOf('/') is >= 0 and var next ? next + 1 : path.Length;
            var segment = path[..end];
            if (segment is "/..")
            {
                length = Math.Max(0, result[..length].LastIndexOf('/'));
            }
            else if (segment is not "/.")
            {
                segment.CopyTo(result[length..]);
                length += segment.Length;
            }

            path = path[end..];
        }

        if (length == 0)
            result[length++] = '/';
        return length;
    }

    private static bool IsBlank(char c) => c <= ' ' || char.IsWhiteSpace(c);
}

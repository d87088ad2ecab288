namespace Gateway.Proxy.Http;

/// <summary>Removes <c>.</c> and <c>..</c> segments, also when their dots are percent-encoded, and rejects those next to an encoded slash.</summary>
internal static class DotSegments
{
    /// <summary>A cheap check: most paths have neither a segment that begins with a dot nor a percent sign.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> path) => path.Contains('%') || path.Contains("/.", StringComparison.Ordinal) || path.Contains('\\');

    /// <summary>False for a path such as <c>/a/..%2Fb</c>: an upstream that decodes it would leave the route's prefix.</summary>
    public static bool TryRemove(ReadOnlySpan<char> path, out ReadOnlySpan<char> result)
    {
        result = path;
        List<Range> kept = [];
        var changed = false;
        var endsInDots = false;
        foreach (var range in path[1..].Split('/'))
        {
            var segment = path[1..][range];
            switch (DotsOf(segment))
            {
                case Dots.None:
                    kept.Add(range);
                    endsInDots = false;
                    break;
                case Dots.EncodedTraversal:
                    return false;
                case Dots.Parent when kept.Count > 0:
                    kept.RemoveAt(kept.Count - 1);
                    goto default;
                default:
                    changed = endsInDots = true;
                    break;
            }
        }

        if (changed)
            result = Join(path[1..], kept, endsInDots);
        return true;
    }

    private static string Join(ReadOnlySpan<char> path, List<Range> kept, bool slashAtEnd)
    {
        var builder = new System.Text.StringBuilder(path.Length + 1);
        foreach (var range in kept)
            builder.Append('/').Append(path[range]);
        return (slashAtEnd || kept.Count == 0 ? builder.Append('/') : builder).ToString();
    }

    private static Dots DotsOf(ReadOnlySpan<char> segment)
    {
        if (!segment.Contains('.') && !segment.Contains("%2e", StringComparison.OrdinalIgnoreCase))
            return Dots.None;

        var plain = segment.ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
        if (plain is ".")
            return Dots.Current;
        if (plain is "..")
            return Dots.Parent;

        // Upstreams may decode these as slashes, and may drop path parameters (;name=value).
        var pieces = plain.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Replace("%5c", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/')
            .Replace("%3b", ";", StringComparison.OrdinalIgnoreCase).Split('/');
        return pieces.Any(piece => piece.Split(';')[0] is "." or "..") ? Dots.EncodedTraversal : Dots.None;
    }

    private enum Dots
    {
        None,
        Current,
        Parent,
        EncodedTraversal,
    }
}

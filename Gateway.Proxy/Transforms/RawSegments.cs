namespace Gateway.Proxy.Transforms;

/// <summary>Finds segments in a raw path.</summary>
internal static class RawSegments
{
    /// <summary>What follows the slash before segment <paramref name="index"/>, to the end; empty when the path is shorter.</summary>
    public static ReadOnlySpan<char> From(ReadOnlySpan<char> path, int index)
    {
        var rest = path[1..];
        for (; index > 0; index--)
        {
            var slash = rest.IndexOf('/');
            if (slash < 0)
                return default;
            rest = rest[(slash + 1)..];
        }

        return rest;
    }
}

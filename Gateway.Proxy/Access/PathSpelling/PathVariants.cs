using System.Buffers;
using System.Text;

namespace Gateway.Proxy.Access.PathSpelling;

/// <summary>Variants of a path, as upstreams may interpret it: they decode a slash where routing does not, or drop parts that routing keeps.</summary>
internal static class PathVariants
{
    // Upstreams differ in what they trim: ASCII control characters, and every white space of Unicode.
    private static readonly string Blanks = string.Concat(Enumerable.Range(1, char.MaxValue).Select(code => (char)code).Where(c => c <= ' ' || char.IsWhiteSpace(c)));

    private static readonly SearchValues<char> Suspicious = SearchValues.Create("\\;%" + Blanks);

    // An upstream may apply any of these; it drops path parameters either before or after it decodes slashes.
    private static readonly Func<string, string>[] Steps = [DropParameters, DecodeSlashes, DropParameters, TrimSegments, MergeSlashes];

    /// <summary>A cheap check: most paths have only one interpretation.</summary>
    public static bool Has(ReadOnlySpan<char> path) =>
        path.ContainsAny(Suspicious) || path.Contains("//", StringComparison.Ordinal) || path.Contains("./", StringComparison.Ordinal) || path.EndsWith('.');

    /// <summary>The variants of a decoded path, at most 31.</summary>
    public static IEnumerable<string> Of(string path)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase) { path };
        for (var chosen = 1; chosen < 1 << Steps.Length; chosen++)
        {
            var variant = path;
            for (var step = 0; step < Steps.Length; step++)
            {
                if ((chosen & 1 << step) != 0)
                    variant = Steps[step](variant);
            }

            variant = ResolveDots(variant);
            if (known.Add(variant))
                yield return variant;
        }
    }

    // Encoded backslashes and semicolons are decoded already, encoded slashes are not.
    private static string DecodeSlashes(string path) =>
        path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace("%5C", "/", StringComparison.OrdinalIgnoreCase).Replace('\\', '/');

    private static string DropParameters(string path) => EachSegment(path, static segment => segment.Split(';', 2)[0]);

    private static string TrimSegments(string path) => EachSegment(path, static segment =>
        segment.AsSpan().TrimEnd(Blanks) is "." or ".." ? segment.TrimEnd(Blanks.ToCharArray()) : segment.TrimEnd([.. Blanks, '.']));

    private static string MergeSlashes(string path) => "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));

    private static string EachSegment(string path, Func<string, string> change) => string.Join('/', path.Split('/').Select(change));

    private static string ResolveDots(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
            return path;
        List<string> kept = [];
        foreach (var segment in path.Split('/').Skip(1))
        {
            if (segment == "..")
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            else if (segment != ".")
                kept.Add(segment);
        }

        return new StringBuilder("/").AppendJoin('/', kept).ToString();
    }
}

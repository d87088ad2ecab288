using System.Globalization;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Transforms;

/// <summary>A parameter of a route pattern, and the position of its value in the raw path.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Segment">The index of its segment.</param>
/// <param name="IsCatchAll">Whether it matches all segments from there on.</param>
/// <param name="Before">The parts before it in its segment: literal texts and other parameters.</param>
internal sealed record PathParameter(string Name, int Segment, bool IsCatchAll, RoutePatternPart[] Before, bool IsAlone)
{
    public static PathParameter? Find(RoutePattern pattern, string name)
    {
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            var segment = pattern.PathSegments[i];
            for (var j = 0; j < segment.Parts.Count; j++)
            {
                if (segment.Parts[j] is RoutePatternParameterPart parameter && string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))
                    return new(parameter.Name, i, parameter.IsCatchAll, [.. segment.Parts.Take(j)], segment.IsSimple);
            }
        }

        return null;
    }

    /// <summary>The value as the client wrote it, still percent-encoded.</summary>
    public ReadOnlySpan<char> RawValue(ReadOnlySpan<char> path, RouteValueDictionary values)
    {
        var rest = RawSegments.From(path, Segment);
        var segment = IsCatchAll || rest.IndexOf('/') is not (>= 0 and var end) ? rest : rest[..end];
        if (IsAlone && !segment.IsEmpty)
            return segment;

        var value = Text(values, Name);
        if (segment.IsEmpty)
        {
            // Not in the path at all: filled by the pattern's default, or absent.
            return Uri.EscapeDataString(value);
        }

        var skip = 0;
        foreach (var part in Before)
        {
            skip += part switch
            {
                RoutePatternLiteralPart literal => literal.Content.Length,
                RoutePatternSeparatorPart separator => separator.Content.Length,
                RoutePatternParameterPart parameter => Text(values, parameter.Name).Length,
                _ => 0,
            };
        }

        return RawSegments.Slice(segment, skip, value.Length);
    }

    private static string Text(RouteValueDictionary values, string name) =>
        values.TryGetValue(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty : string.Empty;
}

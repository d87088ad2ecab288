using System.Globalization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Transforms;

/// <summary>A parameter of a route pattern, and where its value stands in the raw path.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Segment">The segment it fills alone; negative when it shares its segment with other text.</param>
/// <param name="IsCatchAll">Whether it takes all segments from there on.</param>
internal sealed record PathParameter(string Name, int Segment, bool IsCatchAll)
{
    public static PathParameter? Find(RoutePattern pattern, string name)
    {
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            foreach (var part in pattern.PathSegments[i].Parts)
            {
                if (part is RoutePatternParameterPart parameter && string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase))
                    return new(parameter.Name, pattern.PathSegments[i].IsSimple ? i : -1, parameter.IsCatchAll);
            }
        }

        return null;
    }

    /// <summary>The value as the client wrote it, still percent-encoded.</summary>
    public ReadOnlySpan<char> RawValue(ReadOnlySpan<char> path, RouteValueDictionary values)
    {
        if (Segment >= 0 && RawSegments.From(path, Segment) is { IsEmpty: false } rest)
            return IsCatchAll || rest.IndexOf('/') is not (>= 0 and var end) ? rest : rest[..end];

        // Part of a segment, or not in the path at all and filled by a default.
        return values.TryGetValue(Name, out var value) && Convert.ToString(value, CultureInfo.InvariantCulture) is { } text && Segment < 0
            ? Uri.EscapeDataString(text)
            : default;
    }
}

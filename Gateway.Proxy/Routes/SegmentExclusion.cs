using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Whether no ordinary text fits two segments, after no sample did.</summary>
internal static class SegmentExclusion
{
    public static bool Of(RoutePatternPathSegment a, RoutePatternPathSegment b)
    {
        if (a.Parts is [RoutePatternParameterPart one] && b.Parts is [RoutePatternParameterPart other])
            return new ConstraintFacts().With(one).With(other) is { IsImpossible: true } or { IsListed: true };
        if (a.Parts is [RoutePatternParameterPart alone])
            return Excludes(alone, b);
        if (b.Parts is [RoutePatternParameterPart only])
            return Excludes(only, a);
        return a.Parts.Select(PatternText.Of).SequenceEqual(b.Parts.Select(PatternText.Of), StringComparer.OrdinalIgnoreCase)
            ? a.Parts.Zip(b.Parts).Any(pair => pair is (RoutePatternParameterPart x, RoutePatternParameterPart y) && Exclude(x, y))
            : Differ(a.Parts[0], b.Parts[0], (text, other) => text.StartsWith(other, StringComparison.OrdinalIgnoreCase))
                || Differ(a.Parts[^1], b.Parts[^1], (text, other) => text.EndsWith(other, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Exclude(RoutePatternParameterPart x, RoutePatternParameterPart y)
    {
        var (a, b) = (RoutePatternFactory.Segment(x), RoutePatternFactory.Segment(y));
        return new SegmentSamples(a).CommonText(new(b), isLast: false) is null && Of(a, b);
    }

    // {id:int} and {name}.json: no number contains a dot.
    private static bool Excludes(RoutePatternParameterPart parameter, RoutePatternPathSegment segment)
    {
        var facts = new ConstraintFacts().With(parameter);
        for (var i = 0; i < segment.Parts.Count; i++)
        {
            // Without an optional parameter its separator is missing, too.
            if (PatternText.Of(segment.Parts[i]) is not { } text || segment.Parts[i] is RoutePatternSeparatorPart)
                continue;
            foreach (var c in i == 0 ? text.AsSpan(1) : text)
                facts.Contains(c);
        }

        return facts.IsImpossible || facts.IsListed;
    }

    private static bool Differ(RoutePatternPart a, RoutePatternPart b, Func<string, string, bool> fits) =>
        PatternText.Of(a) is { } one && PatternText.Of(b) is { } other && !fits(one, other) && !fits(other, one);
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Whether one text may fit a segment of two patterns.</summary>
internal static partial class SegmentOverlap
{
    private const int LongestSample = 64;

    private static readonly string[] Ordinary =
        ["1", "a", "12", "abc", "1.5", "true", "false", "a.b", "a-b", "2024-01-02", "12345678-1234-4234-8234-123456789abc", "-1"];

    /// <returns>A text that fits both, if one was found; otherwise whether none can fit both.</returns>
    public static (string? Text, bool IsExcluded) Of(RoutePatternPathSegment a, RoutePatternPathSegment b, bool isLast)
    {
        if (a.Parts is [RoutePatternLiteralPart literal])
            return (literal.Content, false);
        PathProbe first = new(RoutePatternFactory.Pattern(a)), second = new(RoutePatternFactory.Pattern(b));
        var text = Samples(a, b, isLast).FirstOrDefault(sample => first.Fits("/" + sample) && second.Fits("/" + sample));
        return (text, text is null && Exclude(a, b));
    }

    private static IEnumerable<string> Samples(RoutePatternPathSegment a, RoutePatternPathSegment b, bool isLast)
    {
        var own = Constraints(a).Concat(Constraints(b)).SelectMany(constraint => Word().Matches(constraint)).Select(word => word.Value).Distinct().ToArray();
        var ofLength = own.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= LongestSample ? length : 0).Where(length => length > 0);
        string[] simple = [.. Ordinary, .. own, .. ofLength.SelectMany(length => (string[])[new('1', length), new('a', length)])];
        var fills = simple.Append(Fill(a, "1")).Append(Fill(b, "1")).ToArray();

        // The last parameter may be optional.
        return simple.Concat(fills.Select(fill => Fill(a, fill))).Concat(fills.Select(fill => Fill(b, fill))).Concat(isLast ? [string.Empty] : []);
    }

    private static string Fill(RoutePatternPathSegment segment, string parameter) => string.Concat(segment.Parts.Select(part => TextOf(part) ?? parameter));

    private static IEnumerable<string> Constraints(RoutePatternPathSegment segment) =>
        segment.Parts.OfType<RoutePatternParameterPart>().SelectMany(part => part.ParameterPolicies).Select(policy => policy.Content!);

    /// <summary>Whether no ordinary text fits both, after no sample did.</summary>
    private static bool Exclude(RoutePatternPathSegment a, RoutePatternPathSegment b)
    {
        if (a.Parts is [RoutePatternParameterPart one] && b.Parts is [RoutePatternParameterPart other])
            return new ConstraintFacts().With(one).With(other) is { IsImpossible: true } or { IsListed: true };
        if (a.Parts is [RoutePatternParameterPart alone])
            return ExcludesParts(alone, b);
        if (b.Parts is [RoutePatternParameterPart only])
            return ExcludesParts(only, a);
        return a.Parts.Select(TextOf).SequenceEqual(b.Parts.Select(TextOf), StringComparer.OrdinalIgnoreCase)
            ? a.Parts.Zip(b.Parts).Any(pair => pair is (RoutePatternParameterPart x, RoutePatternParameterPart y) && IsExcluded(x, y))
            : Differ(TextOf(a.Parts[0]), TextOf(b.Parts[0]), (text, other) => text.StartsWith(other, StringComparison.OrdinalIgnoreCase))
                || Differ(TextOf(a.Parts[^1]), TextOf(b.Parts[^1]), (text, other) => text.EndsWith(other, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsExcluded(RoutePatternParameterPart a, RoutePatternParameterPart b) => Of(RoutePatternFactory.Segment(a), RoutePatternFactory.Segment(b), isLast: false).IsExcluded;

    // {id:int} and {name}.json: no number contains a dot.
    private static bool ExcludesParts(RoutePatternParameterPart parameter, RoutePatternPathSegment segment)
    {
        var facts = new ConstraintFacts().With(parameter);
        for (var i = 0; i < segment.Parts.Count; i++)
        {
            // Without an optional parameter its separator is missing, too.
            if (TextOf(segment.Parts[i]) is not { } text || segment.Parts[i] is RoutePatternSeparatorPart)
                continue;
            foreach (var c in i == 0 ? text.AsSpan(1) : text)
                facts.Contains(c);
        }

        return facts.IsImpossible || facts.IsListed;
    }

    private static bool Differ(string? a, string? b, Func<string, string, bool> fits) => a is not null && b is not null && !fits(a, b) && !fits(b, a);

    private static string? TextOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => null,
    };

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Word();
}

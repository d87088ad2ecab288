using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>A segment of a pattern with texts that fit it, prepared once, because it is compared with many others.</summary>
internal sealed partial class SegmentSamples
{
    private const int LongestSample = 64;

    private static readonly string[] Ordinary =
        ["1", "a", "12", "abc", "1.5", "true", "false", "a.b", "a-b", "2024-01-02", "12345678-1234-4234-8234-123456789abc", "-1"];

    private readonly PathProbe? _probe;
    private readonly string[] _words = [];
    private readonly string[] _own = [];
    private readonly uint _ordinary;
    private readonly string _begin = string.Empty;
    private readonly string _end = string.Empty;

    /// <remarks>Throws an exception of <see cref="RouteConstraints.IsRefusal"/> when a constraint is not right.</remarks>
    public SegmentSamples(RoutePatternPathSegment segment)
    {
        Segment = segment;
        if (segment.Parts is [RoutePatternLiteralPart])
            return;
        _begin = LiteralOf(segment.Parts[0]);
        _end = LiteralOf(segment.Parts[^1]);
        _probe = new(RoutePatternFactory.Pattern(segment));
        for (var i = 0; i < Ordinary.Length; i++)
            _ordinary |= Fits(Ordinary[i]) ? 1u << i : 0;
        string[] words = [.. segment.Parts.OfType<RoutePatternParameterPart>().SelectMany(part => part.ParameterPolicies).SelectMany(policy => Word().Matches(policy.Content!)).Select(word => word.Value)];
        _words = [.. words, .. words.SelectMany(OfLength)];
        _own = [.. _words.Where(Fits)];
    }

    private RoutePatternPathSegment Segment { get; }

    private bool IsComposed => Segment.Parts.Count > 1;

    /// <summary>A text that fits both segments; null when none was found.</summary>
    public string? CommonText(SegmentSamples other, bool isLast)
    {
        // Literal segments are equal: AmbiguityRules compares no others.
        if (Segment.Parts is [RoutePatternLiteralPart literal])
            return literal.Content;
        if (!HaveBeginAndEndInCommon(other))
            return null;
        if ((_ordinary & other._ordinary) is not 0 and var both)
            return Ordinary[BitOperations.TrailingZeroCount(both)];
        return Array.Find(_own, other.Fits) ?? Array.Find(other._own, Fits)
            ?? (IsComposed || other.IsComposed ? Composed(other) : null)
            ?? (isLast && Fits(string.Empty) && other.Fits(string.Empty) ? string.Empty : null);
    }

    private bool Fits(string text) => _probe!.Fits("/" + text);

    // Cheap, and most of many composed segments differ in it: /a1-{x}.json and /a2-{x}.json.
    private bool HaveBeginAndEndInCommon(SegmentSamples other) =>
        (_begin.StartsWith(other._begin, StringComparison.OrdinalIgnoreCase) || other._begin.StartsWith(_begin, StringComparison.OrdinalIgnoreCase))
        && (_end.EndsWith(other._end, StringComparison.OrdinalIgnoreCase) || other._end.EndsWith(_end, StringComparison.OrdinalIgnoreCase));

    private static string LiteralOf(RoutePatternPart part) => part is RoutePatternLiteralPart literal ? literal.Content : string.Empty;

    private string? Composed(SegmentSamples other)
    {
        string[] fills = [.. Ordinary, .. _words, .. other._words, Fill("1"), other.Fill("1")];
        return fills.SelectMany(fill => (string[])[Fill(fill), other.Fill(fill)]).FirstOrDefault(text => Fits(text) && other.Fits(text));
    }

    private string Fill(string parameter) => string.Concat(Segment.Parts.Select(part => PatternText.Of(part) ?? parameter));

    private static string[] OfLength(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is > 0 and <= LongestSample ? [new('1', length), new('a', length)] : [];

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Word();
}

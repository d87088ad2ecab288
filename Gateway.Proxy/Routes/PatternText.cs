using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>What patterns have in common, as texts that can be compared.</summary>
internal static class PatternText
{
    /// <summary>Equal for two patterns whose literal segments are equal: a path can fit both only then, if they have the same precedence.</summary>
    public static string Literals(RoutePattern pattern) => Join(pattern, segment => segment.Parts is [RoutePatternLiteralPart literal] ? Fold(literal.Content) : "{}");

    /// <summary>The pattern without parameter names: two patterns with the same shape and precedence match the same paths.</summary>
    public static string Shape(RoutePattern pattern) => Join(pattern, segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => $"{{{(parameter.IsCatchAll ? "**" : string.Empty)}{string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content))}}}",
        _ => Fold(Of(part)!),
    })));

    /// <summary>The part's own text; null for a parameter.</summary>
    public static string? Of(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => null,
    };

    private static string Join(RoutePattern pattern, Func<RoutePatternPathSegment, string> textOf) => string.Join('/', pattern.PathSegments.Select(textOf));

    // Routing compares literals without regard to case; in a constraint, \d and \D differ.
    private static string Fold(string literal) => literal.ToUpperInvariant();
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Transforms;

/// <summary>A forwarded path with the route pattern's parameters in it, for example <c>/v1/orders/{**path}</c>.</summary>
internal sealed partial class PathTemplate
{
    private readonly Part[] _parts;

    private PathTemplate(Part[] parts) => _parts = parts;

    /// <summary>The text before <see cref="Part.Parameter"/>, and the parameter that follows it, if one does.</summary>
    public readonly record struct Part(string Text, PathParameter? Parameter);

    public ReadOnlySpan<Part> Parts => _parts;

    public static bool TryParse(string text, RoutePattern pattern, out PathTemplate? template, out string? problem)
    {
        template = null;
        problem = null;
        List<Part> parts = [];
        var end = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            var name = match.Groups["name"].Value;
            if (PathParameter.Find(pattern, name) is not { } parameter)
            {
                problem = pattern.Parameters.Count == 0
                    ? $"names the parameter \"{name}\", but the route's path has none"
                    : $"names the unknown parameter \"{name}\"; allowed: {string.Join(", ", pattern.Parameters.Select(p => p.Name))}";
                return false;
            }

            parts.Add(new(text[end..match.Index], parameter));
            end = match.Index + match.Length;
        }

        parts.Add(new(text[end..], null));
        if (parts.Any(part => part.Text.AsSpan().ContainsAny('{', '}')))
        {
            problem = "has a brace that belongs to no parameter; allowed: parameters written {name} or {**name}";
            return false;
        }

        template = new([.. parts]);
        return true;
    }

    [GeneratedRegex(@"\{\*{0,2}(?<name>[^{}*/:?=]+)\}")]
    private static partial Regex Placeholder();
}

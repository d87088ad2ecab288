using Gateway.Proxy.Configuration;
using Gateway.Proxy.Matching;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Validates that of two routes at most one fits a request, or that something prefers one of them.</summary>
internal static class AmbiguityRules
{
    /// <param name="routes">The routes whose path is a pattern.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(IEnumerable<(GatewayRoute Route, RoutePattern Pattern)> routes, ConfigurationErrors errors)
    {
        // Routing prefers one of two routes that differ in order, precedence or conditions; with different literals they have no path in common.
        foreach (var equal in routes.GroupBy(route => (route.Route.Order, route.Route.Match.Conditions, route.Pattern.InboundPrecedence, PatternText.Literals(route.Pattern))))
        {
            var rivals = Rivals([.. equal]);
            for (var i = 1; i < rivals.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (Report(rivals[j], rivals[i], errors))
                        break;
                }
            }
        }
    }

    private static bool Report(Rival first, Rival second, ConfigurationErrors errors)
    {
        var (one, other) = (first.Route, second.Route);
        if (one.Name == other.Name || !HaveMethodInCommon(one, other) || (first.Matcher is { } matcher && second.Matcher is { } another && matcher.Excludes(another)))
            return false;
        var (path, conditions) = (RouteSetRules.PathOf(other.Name), other.Match.Conditions);
        var named = $"route \"{one.Name}\" ({one.Path})";
        if (first.Shape == second.Shape && conditions == 0)
        {
            errors.Add(ConfigurationPath.Combine(path, "Path"), $"\"{other.Path}\" takes the same requests as {named}; allowed: another path, other methods, a Match, or another Order");
            return true;
        }

        if (Reason(first, second) is not { } reason)
            return false;
        var both = $"may fit {named} as well{reason}, and both have Order {other.Order}";
        if (conditions == 0)
            errors.Add(ConfigurationPath.Combine(path, "Path"), $"\"{other.Path}\" {both}; allowed: set Order on one of them (the lowest goes first), other methods, a Match, or constraints that no path can fit together");
        else
            errors.Add(ConfigurationPath.Combine(path, "Match"), $"a request {both} and {(conditions == 1 ? "one condition" : $"{conditions} conditions")}; allowed: set Order on one of them (the lowest goes first), or conditions that no request can fit together");
        return true;
    }

    /// <summary>Why a path may fit both; null when that is no error.</summary>
    private static string? Reason(Rival first, Rival second)
    {
        if (first.Shape == second.Shape)
            return string.Empty;
        if (first.Paths is null || second.Paths is null)
            return null;

        // Where no path is found but there may be one, MatchPriority decides: a route with a token goes first.
        return first.Paths.CommonPath(second.Paths) is { } example ? $", for example {example}" : null;
    }

    private static Rival[] Rivals((GatewayRoute Route, RoutePattern Pattern)[] routes)
    {
        var shapes = Array.ConvertAll(routes, route => PatternText.Shape(route.Pattern));
        var paths = routes.Zip(shapes).DistinctBy(pair => pair.Second).ToArray() is { Length: > 1 } different
            ? different.ToDictionary(pair => pair.Second, pair => PathSamples.TryCreate(pair.First.Pattern)) : [];
        return [.. routes.Zip(shapes, (route, shape) => new Rival(route.Route, shape, paths.GetValueOrDefault(shape), RequestMatcher.For(route.Route.Match)))];
    }

    private static bool HaveMethodInCommon(GatewayRoute a, GatewayRoute b) =>
        a.Methods.Count == 0 || b.Methods.Count == 0 || a.Methods.Intersect(b.Methods, StringComparer.OrdinalIgnoreCase).Any();

    private sealed record Rival(GatewayRoute Route, string Shape, PathSamples? Paths, RequestMatcher? Matcher);
}

using Gateway.Proxy.Configuration;
using Gateway.Proxy.Matching;

namespace Gateway.Proxy.Routes;

/// <summary>Validates that of two routes with the same path at most one fits a request, or that something prefers one of them.</summary>
internal static class AmbiguityRules
{
    /// <param name="routes">Routes whose patterns match the same paths.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(IReadOnlyList<GatewayRoute> routes, ConfigurationErrors errors)
    {
        if (routes.Count == 1)
            return;

        // Routing prefers one of two routes that differ in these.
        foreach (var equal in routes.GroupBy(route => (route.Order, route.Match.Conditions)))
        {
            var rivals = equal.Select(route => (Route: route, Matcher: RequestMatcher.For(route.Name, route.Match))).ToArray();
            for (var i = 1; i < rivals.Length; i++)
            {
                var (route, matcher) = rivals[i];
                if (rivals.Take(i).FirstOrDefault(other => Overlap(other.Route, route) && !Exclude(other.Matcher, matcher)).Route is { } first && first.Name != route.Name)
                    Report(first, route, errors);
            }
        }
    }

    private static void Report(GatewayRoute first, GatewayRoute route, ConfigurationErrors errors)
    {
        var path = RouteSetRules.PathOf(route.Name);
        if (route.Match.Conditions == 0)
            errors.Add(ConfigurationPath.Combine(path, "Path"), $"\"{route.Path}\" takes the same requests as route \"{first.Name}\" ({first.Path}); allowed: another path, other methods, a Match, or another Order");
        else
            errors.Add(ConfigurationPath.Combine(path, "Match"), $"a request may fit route \"{first.Name}\" ({first.Path}) as well, and both have Order {route.Order} and {route.Match.Conditions} conditions; allowed: set Order on one of them, or conditions that no request can fit together");
    }

    private static bool Overlap(GatewayRoute a, GatewayRoute b) =>
        a.Methods.Count == 0 || b.Methods.Count == 0 || a.Methods.Intersect(b.Methods, StringComparer.OrdinalIgnoreCase).Any();

    private static bool Exclude(RequestMatcher? a, RequestMatcher? b) => a is not null && b is not null && a.Excludes(b);
}

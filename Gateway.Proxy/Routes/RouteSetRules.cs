using Gateway.Proxy.Configuration;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>Validates routes in combination: names are unique, and no two routes match the same requests.</summary>
/// <param name="version">The version header, which no route may change.</param>
/// <param name="isServed">Whether the public ports serve an own endpoint; routes cannot use its paths then.</param>
internal sealed class RouteSetRules(VersionHeader version, Func<OwnEndpoint, bool> isServed)
{
    public void Check(IReadOnlyList<GatewayRoute> routes, ConfigurationErrors errors)
    {
        foreach (var name in routes.GroupBy(route => route.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            errors.Add(PathOf(name.Key), $"{name.Count()} routes are called \"{name.Key}\"; allowed: a name of its own for each route");

        List<(GatewayRoute Route, RoutePattern Pattern)> readable = [];
        foreach (var route in routes)
        {
            CheckVersionHeader(route, errors);
            if (PatternOf(route) is not { } pattern)
                continue;
            RoutingRules.Check(route, pattern, isServed, errors);
            readable.Add((route, pattern));
        }

        AmbiguityRules.Check(readable, errors);
    }

    public static string PathOf(string routeName) => ConfigurationPath.Combine("Gateway", "Routes", routeName);

    private void CheckVersionHeader(GatewayRoute route, ConfigurationErrors errors)
    {
        var edits = ConfigurationPath.Combine(PathOf(route.Name), "ResponseHeaders");
        if (route.ResponseHeaders.Set.Keys.Contains(version.Name, StringComparer.OrdinalIgnoreCase))
            errors.Add(ConfigurationPath.Combine(edits, "Set", version.Name), "is the version header; allowed: set it in Gateway:VersionHeader, for every response");
        if (route.ResponseHeaders.Remove.Contains(version.Name, StringComparer.OrdinalIgnoreCase))
            errors.Add(ConfigurationPath.Combine(edits, "Remove"), $"\"{version.Name}\" is the version header, which every response carries; allowed: any other header");
    }

    private static RoutePattern? PatternOf(GatewayRoute route)
    {
        try
        {
            return route.Path.StartsWith('/') ? RoutePatternFactory.Parse(route.Path) : null;
        }
        catch (Exception exception) when (exception is RoutePatternException or InvalidOperationException)
        {
            // Not a pattern, or one of more than 28 segments: an error of RouteRules.
            return null;
        }
    }
}

using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Routes;

/// <summary>Checks routes as a whole, however they were made.</summary>
internal static class RouteModel
{
    /// <exception cref="GatewayConfigurationException">Something is wrong.</exception>
    public static void Check(IReadOnlyList<GatewayRoute> routes, RouteSetRules rules)
    {
        Problems problems = new();
        foreach (var route in routes)
            Check(route, problems);
        rules.Check(routes, problems);
        problems.ThrowIfAny();
    }

    /// <summary>Checks a route that takes no requests by itself, because an endpoint's handler chooses it.</summary>
    /// <exception cref="GatewayConfigurationException">Something is wrong.</exception>
    public static void CheckUnrouted(GatewayRoute route)
    {
        Problems problems = new();
        Check(route, problems);
        problems.ThrowIfAny();
    }

    private static void Check(GatewayRoute route, Problems problems)
    {
        var path = RouteSetRules.PathOf(route.Name);
        RouteNames.Format.Check(route.Name, path, problems);
        GatewayRouteTable.Instance.Check(route, path, problems);
        RouteRules.Check(route, path, problems);
    }
}

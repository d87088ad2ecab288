using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Routes;

/// <summary>Checks routes as a whole, however they were made.</summary>
internal static class RouteModel
{
    /// <exception cref="GatewayConfigurationException">Something is wrong.</exception>
    public static void Check(IReadOnlyList<GatewayRoute> routes, RouteSetRules rules)
    {
        ConfigurationErrors errors = new();
        foreach (var route in routes)
            Check(route, errors);
        rules.Check(routes, errors);
        errors.ThrowIfAny();
    }

    /// <summary>Checks a route that takes no requests by itself, because an endpoint's handler chooses it.</summary>
    /// <exception cref="GatewayConfigurationException">Something is wrong.</exception>
    public static void CheckUnrouted(GatewayRoute route)
    {
        ConfigurationErrors errors = new();
        Check(route, errors);
        errors.ThrowIfAny();
    }

    private static void Check(GatewayRoute route, ConfigurationErrors errors)
    {
        var path = RouteSetRules.PathOf(route.Name);
        RouteNames.Format.Check(route.Name, path, errors);
        GatewayRouteTable.Instance.Check(route, path, errors);
        RouteRules.Check(route, path, errors);
    }
}

using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Routes;

/// <summary>Validates routes, whether they come from configuration or code.</summary>
internal static class RouteModel
{
    /// <exception cref="GatewayConfigurationException">A rule is violated; the exception lists every error.</exception>
    public static void Check(IReadOnlyList<GatewayRoute> routes, RouteSetRules rules)
    {
        ConfigurationErrors errors = new();
        foreach (var route in routes)
            Check(route, errors);
        rules.Check(routes, errors);
        errors.ThrowIfAny();
    }

    /// <summary>Validates a route that is not matched by routing, because an endpoint's handler forwards to it.</summary>
    /// <exception cref="GatewayConfigurationException">A rule is violated; the exception lists every error.</exception>
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

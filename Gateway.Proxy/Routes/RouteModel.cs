using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Routes;

/// <summary>Checks routes as a whole, however they were made.</summary>
internal static class RouteModel
{
    /// <exception cref="GatewayConfigurationException">Something is wrong.</exception>
    public static void Check(IReadOnlyList<GatewayRoute> routes)
    {
        Problems problems = new();
        foreach (var route in routes)
        {
            var path = RouteSetRules.PathOf(route.Name);
            RouteNames.Format.Check(route.Name, path, problems);
            GatewayRouteTable.Instance.Check(route, path, problems);
            RouteRules.Check(route, path, problems);
        }

        RouteSetRules.Check(routes, problems);
        problems.ThrowIfAny();
    }
}

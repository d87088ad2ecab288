namespace Gateway.Proxy;

/// <summary>Adds routes in code. They follow the same rules as the configuration's routes.</summary>
public sealed class GatewayBuilder
{
    private readonly List<GatewayRoute> _routes = [];
    private readonly RouteSettings _defaults;

    internal GatewayBuilder(RouteSettings defaults) => _defaults = defaults;

    internal IReadOnlyList<GatewayRoute> Routes => _routes;

    /// <summary>Adds a route, which inherits <c>Gateway:Defaults</c> as they are at start.</summary>
    /// <param name="name">The route's name, unique among all routes.</param>
    /// <param name="path">An ASP.NET Core route pattern, for example <c>/api/orders/{**path}</c>.</param>
    /// <param name="configure">Adds the targets, and overrides defaults.</param>
    public GatewayBuilder AddRoute(string name, string path, Action<GatewayRouteBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        GatewayRouteBuilder route = new(new(_defaults) { Name = name, Path = path, Targets = [] });
        configure(route);
        return AddRoute(route.Build());
    }

    /// <summary>Adds an existing route model.</summary>
    public GatewayBuilder AddRoute(GatewayRoute route)
    {
        _routes.Add(route);
        return this;
    }
}

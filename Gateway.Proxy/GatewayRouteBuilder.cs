namespace Gateway.Proxy;

/// <summary>Builds one route in code.</summary>
public sealed class GatewayRouteBuilder
{
    private GatewayRoute _route;

    internal GatewayRouteBuilder(GatewayRoute route) => _route = route;

    /// <summary>Adds a target.</summary>
    /// <param name="address">An absolute http or https URL; its host is looked up in service discovery.</param>
    /// <param name="weight">Its share of the traffic under <see cref="LoadBalancingPolicy.Weighted"/>: 0 to 10000. Default: 1.</param>
    /// <param name="name">Its name, unique within the route. Default: the address's host and port.</param>
    public GatewayRouteBuilder To(string address, int weight = RouteTarget.DefaultWeight, string? name = null)
    {
        var target = RouteTarget.At(new Uri(address, UriKind.RelativeOrAbsolute));
        return With(route => route with { Targets = [.. route.Targets, target with { Weight = weight, Name = name ?? target.Name }] });
    }

    /// <summary>Restricts the route to these methods. Default: all.</summary>
    public GatewayRouteBuilder Methods(params string[] methods) => With(route => route with { Methods = methods });

    /// <summary>Distributes requests among the targets by <paramref name="policy"/>. Default: round robin.</summary>
    public GatewayRouteBuilder LoadBalance(LoadBalancingPolicy policy) => With(route => route with { LoadBalancing = policy });

    /// <summary>Keeps the requests of a session at one target.</summary>
    /// <param name="type">Where a request says which session it belongs to. Default: a cookie of the gateway.</param>
    /// <param name="name">The name of the cookie, header or claim. Default: for a cookie <c>gw-</c> and the route's name; for the others it is required.</param>
    /// <param name="lifetime">How long a client keeps the cookie: 1 s to 400 days. Default: as long as the browser runs.</param>
    public GatewayRouteBuilder PersistSessions(SessionPersistenceType type = SessionPersistenceType.Cookie, string? name = null, TimeSpan? lifetime = null)
    {
        SessionPersistenceSettings sessions = new() { Type = type, SessionName = name };
        if (lifetime is { } time)
            sessions = sessions with { LifetimeType = SessionLifetimeType.Permanent, AbsoluteTimeout = time };
        return With(route => route with { SessionPersistence = sessions });
    }

    /// <summary>Removes the pattern's literal prefix from the forwarded path.</summary>
    public GatewayRouteBuilder StripPath() => With(route => route with { StripPath = true });

    /// <summary>Builds the forwarded path from the pattern's parameters, for example <c>/v1/orders/{**path}</c>.</summary>
    public GatewayRouteBuilder RewritePath(string template) => With(route => route with { PathRewrite = template });

    /// <summary>Probes the targets at <paramref name="path"/>.</summary>
    public GatewayRouteBuilder HealthCheck(string path) => With(route => route with { HealthCheckPath = path });

    /// <summary>Sets anything else: <c>With(route => route with { Timeout = TimeSpan.FromSeconds(5) })</c>.</summary>
    public GatewayRouteBuilder With(Func<GatewayRoute, GatewayRoute> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _route = change(_route);
        return this;
    }

    internal GatewayRoute Build() => _route;
}

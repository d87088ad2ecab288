using Gateway.Proxy.Routes;

namespace Gateway.Proxy;

/// <summary>Builds one route in code.</summary>
public sealed class GatewayRouteBuilder
{
    // Hosts and values that are stated replace the inherited ones, as in a configuration.
    private readonly MatchSettings _inherited;
    private GatewayRoute _route;

    internal GatewayRouteBuilder(GatewayRoute route) => (_route, _inherited) = (route, route.Match);

    /// <summary>Adds a target.</summary>
    /// <param name="address">An absolute http or https URL; its host is looked up in service discovery.</param>
    /// <param name="weight">Its share of the traffic under <see cref="LoadBalancingPolicy.Weighted"/>: 0 to 10000. Default: 1.</param>
    /// <param name="name">Its name, unique within the route. Default: the address's host and port.</param>
    /// <exception cref="GatewayConfigurationException">The address is not allowed.</exception>
    public GatewayRouteBuilder To(string address, int weight = RouteTarget.DefaultWeight, string? name = null)
    {
        var target = RouteTarget.At(TargetListFormat.ParseAddress(address, $"{RouteSetRules.PathOf(_route.Name)}:Targets:{_route.Targets.Count}:Address"));
        return With(route => route with { Targets = [.. route.Targets, target with { Weight = weight, Name = name ?? target.Name }] });
    }

    /// <summary>Restricts the route to these methods. Default: all.</summary>
    public GatewayRouteBuilder Methods(params string[] methods) => With(route => route with { Methods = methods });

    /// <summary>Restricts the route to these hosts, without port; <c>*.example.org</c>: the subdomains of <c>example.org</c>. Default: those of <c>Gateway:Defaults</c>, which it replaces, or all. Another call adds hosts.</summary>
    /// <exception cref="ArgumentException">There is none: leave the call out for all hosts.</exception>
    public GatewayRouteBuilder MatchHost(params string[] hosts)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        return hosts.Length > 0
            ? Match(match => match with { Hosts = ReferenceEquals(match.Hosts, _inherited.Hosts) ? [.. hosts] : [.. match.Hosts, .. hosts] })
            : throw new ArgumentException("There is no host; leave MatchHost out for all hosts.", nameof(hosts));
    }

    /// <summary>Restricts the route to requests with this header.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <param name="values">Values of which it must have one; <c>abc*</c>: begins with <c>abc</c>. None: any value. They replace inherited ones; another call with the name adds values.</param>
    public GatewayRouteBuilder MatchHeader(string name, params string[] values) => Match(match => match with { Headers = Add(match.Headers, _inherited.Headers, name, values, StringComparer.OrdinalIgnoreCase) });

    /// <summary>Restricts the route to requests with this cookie.</summary>
    /// <param name="name">The cookie's exact name.</param>
    /// <param name="values">Values of which it must have one; <c>abc*</c>: begins with <c>abc</c>. None: any value. They replace inherited ones; another call with the name adds values.</param>
    public GatewayRouteBuilder MatchCookie(string name, params string[] values) => Match(match => match with { Cookies = Add(match.Cookies, _inherited.Cookies, name, values, StringComparer.Ordinal) });

    /// <summary>Restricts the route to requests with this query parameter.</summary>
    /// <param name="key">The parameter's exact key, decoded.</param>
    /// <param name="values">Decoded values of which it must have one; <c>abc*</c>: begins with <c>abc</c>. None: any value. They replace inherited ones; another call with the name adds values.</param>
    public GatewayRouteBuilder MatchQuery(string key, params string[] values) => Match(match => match with { Query = Add(match.Query, _inherited.Query, key, values, StringComparer.Ordinal) });

    /// <summary>Of the routes that a request fits, the one with the lowest order takes it, even if another's path is more specific. Default: 0; -1000000 to 1000000.</summary>
    public GatewayRouteBuilder Order(int order) => With(route => route with { Order = order });

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

    private static Dictionary<string, IReadOnlyList<string>> Add(
        IReadOnlyDictionary<string, IReadOnlyList<string>> conditions, IReadOnlyDictionary<string, IReadOnlyList<string>> inherited, string name, string[] values, StringComparer comparer)
    {
        Dictionary<string, IReadOnlyList<string>> all = new(conditions, comparer);
        var own = all.TryGetValue(name, out var stated) && !ReferenceEquals(stated, inherited.GetValueOrDefault(name)) ? stated : [];
        all[name] = [.. own, .. values.Length == 0 ? ["*"] : values];
        return all;
    }

    private GatewayRouteBuilder Match(Func<MatchSettings, MatchSettings> change) => With(route => route with { Match = change(route.Match) });

    internal GatewayRoute Build() => _route;
}

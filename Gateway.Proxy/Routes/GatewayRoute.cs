using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Routes;

/// <summary>One route: which requests it takes, and which targets they are forwarded to.</summary>
/// <remarks>Immutable. Config and code make one and the same model, checked by one and the same validator.</remarks>
public sealed record GatewayRoute : RouteSettings
{
    /// <summary>A route with every setting at its default.</summary>
    public GatewayRoute()
    {
    }

    /// <summary>A route that inherits <paramref name="defaults"/>.</summary>
    public GatewayRoute(RouteSettings defaults)
        : base(defaults)
    {
    }

    /// <summary>The route's name: unique, shown in status, errors, metrics and traces.</summary>
    public required string Name { get; init; }

    /// <summary>An ASP.NET Core route pattern, for example <c>/api/orders/{**path}</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The methods that the route takes; empty means all of them.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Where the requests go: at least one target.</summary>
    public required IReadOnlyList<RouteTarget> Targets { get; init; }

    internal TargetKey KeyOf(RouteTarget target) =>
        new(Name, target.Name, target.Address, Timeouts.Connect, Connections, CircuitBreaker, HttpVersion, Tls.CaFile, TracksSending);
}

using Gateway.Proxy.Targets;

namespace Gateway.Proxy;

/// <summary>One route: which requests it matches, and the targets they are forwarded to.</summary>
/// <remarks>Immutable. Configuration and code create the same model, and the same validator checks it.</remarks>
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

    /// <summary>The methods that the route matches; empty: all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>The targets of the requests; at least one.</summary>
    public required IReadOnlyList<RouteTarget> Targets { get; init; }

    internal TargetKey KeyOf(RouteTarget target) =>
        new(Name, target.Name, target.Address, Timeouts.Connect, Connections, CircuitBreaker, HttpVersion, Tls.CaFile, TracksSending);
}

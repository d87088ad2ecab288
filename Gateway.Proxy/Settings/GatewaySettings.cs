using System.Net;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Http;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Server;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Settings;

/// <summary>The whole <c>Gateway</c> section.</summary>
internal sealed record GatewaySettings
{
    /// <summary>The header that every response carries.</summary>
    public VersionHeader VersionHeader { get; init; } = new();

    /// <summary>
    /// After SIGTERM, how long new connections are still accepted while <c>/ready</c> and <c>/health</c> respond with 503 and clients are notified to use
    /// another connection. Default: 0 in Development, else 5 s; 0 to 10 minutes.
    /// </summary>
    public TimeSpan? DrainDelay { get; init; }

    /// <summary>After <see cref="DrainDelay"/>, how long requests in flight may take; after half of it streams and upgraded connections are closed. Default: 30 s; 0 to 10 minutes.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Addresses or networks (CIDR) of proxies whose <c>X-Forwarded-*</c> headers are trusted and extended. Default: none.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The messages to which the gateway adds a <c>Via</c> field. Default: <see cref="ViaMode.None"/>.</summary>
    public ViaMode Via { get; init; } = ViaMode.None;

    /// <summary>What a client may ask of the gateway; read at start.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Access to <c>/gateway/*</c>; read at start.</summary>
    public ManagementSettings Management { get; init; } = new();

    /// <summary>A port of its own that speaks HTTP/2 without TLS, which gRPC needs; read at start. Default: none; 1 to 65535.</summary>
    public int? Http2Port { get; init; }

    /// <summary>Whether the routes <c>coredinator</c> and <c>coretelemetry</c> are there. Default: in the gateway's own host as long as no file given by <c>--config</c> names routes; else not.</summary>
    public bool? BuiltInRoutes { get; init; }

    /// <summary>Where the gateway's own endpoints are served.</summary>
    public EndpointSettings Endpoints { get; init; } = new();

    /// <summary>What the routes inherit.</summary>
    public RouteSettings Defaults { get; init; } = new();

    /// <summary>The routes.</summary>
    public IReadOnlyList<GatewayRoute> Routes { get; init; } = [];

    /// <summary>Whether the public ports serve an own endpoint; routes cannot use its paths then.</summary>
    internal bool Serves(OwnEndpoint endpoint) => Endpoints.Serves(endpoint, Management);

    /// <summary>The rules between its routes.</summary>
    internal RouteSetRules RouteRules => new(VersionHeader, Serves);

    /// <summary>Whether everything except the routes and their defaults is equal.</summary>
    internal bool EqualsIgnoringRoutes(GatewaySettings other) =>
        VersionHeader == other.VersionHeader && DrainDelay == other.DrainDelay && DrainTimeout == other.DrainTimeout && Via == other.Via
        && TrustedProxies.SequenceEqual(other.TrustedProxies) && Endpoints.Public.SequenceEqual(other.Endpoints.Public);
}

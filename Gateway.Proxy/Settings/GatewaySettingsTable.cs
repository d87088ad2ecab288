using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Server;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Settings;

/// <summary>The keys of the <c>Gateway</c> section.</summary>
internal static class GatewaySettingsTable
{
    public static SettingsTable<GatewaySettings> Instance { get; } = new(new())
    {
        { "VersionHeader", "The version header of every response.", Format.Section(VersionHeaderTable.Instance), s => s.VersionHeader, (s, v) => s with { VersionHeader = v } },
        { "DrainDelay", "The time after SIGTERM in which new connections are still accepted, while /ready and /health return 503. null: 5 s, 0 in Development.", Format.Optional(Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10))), s => s.DrainDelay, (s, v) => s with { DrainDelay = v } },
        { "DrainTimeout", "The time after DrainDelay in which requests in flight may finish. At half of it, streams and upgraded connections are closed. At its end, all others are aborted.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10)), s => s.DrainTimeout, (s, v) => s with { DrainTimeout = v } },
        { "TrustedProxies", "The addresses or networks of proxies in front of the gateway. X-Forwarded-* headers of all other clients are replaced.", Format.ListOf(Format.Network), s => s.TrustedProxies, (s, v) => s with { TrustedProxies = v } },
        { "Via", "Whether the gateway adds a Via header to requests, responses or both.", Format.Choice<ViaMode>(), s => s.Via, (s, v) => s with { Via = v } },
        { "Limits", "The limits on clients. Read at start.", Format.Section(ServerLimitsTable.Instance), s => s.Limits, (s, v) => s with { Limits = v } },
        { "Management", "The management port. Read at start.", Format.Section(ManagementSettingsTable.Instance), s => s.Management, (s, v) => s with { Management = v } },
        { "Http2Port", "A port that speaks only HTTP/2 without TLS, which gRPC without TLS needs. null: no such port. Read at start.", Format.Optional(Format.Integer(1, 65_535)), s => s.Http2Port, (s, v) => s with { Http2Port = v } },
        { "BuiltInRoutes", "Whether the routes coredinator and coretelemetry are there; by default as long as no file given by --config names routes.", Format.Optional(Format.Flag), s => s.BuiltInRoutes, (s, v) => s with { BuiltInRoutes = v } },
        { "Endpoints", "Where the gateway's own endpoints are served.", Format.Section(EndpointSettingsTable.Instance), s => s.Endpoints, (s, v) => s with { Endpoints = v } },
        { "Defaults", "The settings that every route inherits.", Format.Section(RouteSettingsTable.Instance), s => s.Defaults, (s, v) => s with { Defaults = v } },
        new RoutesSetting(),
    };

    /// <summary>The routes by name; they are read last, because they inherit <c>Defaults</c>.</summary>
    private sealed class RoutesSetting() : Setting<GatewaySettings>("Routes", "The routes, by name.")
    {
        public override GatewaySettings Read(IConfigurationSection section, GatewaySettings owner, ConfigurationErrors errors) => owner;

        public override GatewaySettings Reset(GatewaySettings owner, GatewaySettings defaults) => owner;

        public override void Check(GatewaySettings owner, string path, ConfigurationErrors errors)
        {
        }

        // What a route does not set itself is listed once, under Defaults. A null is listed, so that the listing removes the same routes.
        public override JsonNode? Print(GatewaySettings owner, IConfigurationSection given, bool all) => new JsonObject(
            given.GetChildren().Select(section => KeyValuePair.Create(section.Key, RouteOf(owner, section.Key) is { } route ? (JsonNode?)GatewayRouteTable.Instance.Print(route, section, all: false) : null)));

        private static GatewayRoute? RouteOf(GatewaySettings owner, string name) => owner.Routes.FirstOrDefault(route => route.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

        public override JsonObject Schema(GatewaySettings defaults) => Null.Allow(new()
        {
            ["type"] = "object",
            ["description"] = Summary,
            ["propertyNames"] = RouteNames.Key.Schema(),
            ["additionalProperties"] = Null.Allow(GatewayRouteTable.Instance.Schema()),
        });
    }
}

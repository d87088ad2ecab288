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
    public static SettingsTable<GatewaySettings> Instance { get; } = new()
    {
        { "VersionHeader", "The header that every response carries.", Format.Section(VersionHeaderTable.Instance), s => s.VersionHeader, (s, v) => s with { VersionHeader = v } },
        { "DrainDelay", "After SIGTERM, how long new connections are still accepted while /ready and /health respond with 503 and clients are notified to use another connection.", Format.Optional(Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10))), s => s.DrainDelay, (s, v) => s with { DrainDelay = v } },
        { "DrainTimeout", "After DrainDelay, how long requests in flight may take; after half of it streams and upgraded connections are closed.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10)), s => s.DrainTimeout, (s, v) => s with { DrainTimeout = v } },
        { "TrustedProxies", "Proxies whose X-Forwarded headers are believed: addresses or networks.", Format.ListOf(Format.Network), s => s.TrustedProxies, (s, v) => s with { TrustedProxies = v } },
        { "Via", "Which messages the gateway names itself in, by the Via field.", Format.Choice<ViaMode>(), s => s.Via, (s, v) => s with { Via = v } },
        { "Limits", "What a client may ask of the gateway; read at start.", Format.Section(ServerLimitsTable.Instance), s => s.Limits, (s, v) => s with { Limits = v } },
        { "Management", "Who may see /gateway/*; read at start.", Format.Section(ManagementSettingsTable.Instance), s => s.Management, (s, v) => s with { Management = v } },
        { "Http2Port", "A port of its own that speaks HTTP/2 without TLS, which gRPC needs; read at start.", Format.Optional(Format.Integer(1, 65_535)), s => s.Http2Port, (s, v) => s with { Http2Port = v } },
        { "BuiltInRoutes", "Whether the routes coredinator and coretelemetry are there; by default as long as no file given by --config names routes.", Format.Optional(Format.Flag), s => s.BuiltInRoutes, (s, v) => s with { BuiltInRoutes = v } },
        { "Endpoints", "Where the gateway's own endpoints are served.", Format.Section(EndpointSettingsTable.Instance), s => s.Endpoints, (s, v) => s with { Endpoints = v } },
        { "Defaults", "What the routes inherit.", Format.Section(RouteSettingsTable.Instance), s => s.Defaults, (s, v) => s with { Defaults = v } },
        new RoutesSetting(),
    };

    /// <summary>The routes by name; they are read last, because they inherit <c>Defaults</c>.</summary>
    private sealed class RoutesSetting() : Setting<GatewaySettings>("Routes", "The routes, by name.")
    {
        public override GatewaySettings Read(IConfigurationSection section, GatewaySettings owner, ConfigurationErrors errors) => owner;

        public override void Check(GatewaySettings owner, string path, ConfigurationErrors errors)
        {
        }

        public override JsonObject Schema(GatewaySettings defaults)
        {
            var route = GatewayRouteTable.Instance.Schema(new() { Name = string.Empty, Path = string.Empty, Targets = [] });
            foreach (var own in (string[])["Path", "Methods"])
                route["properties"]![own]!.AsObject().Remove("default");
            route["required"] = new JsonArray("Path", "Targets");
            return new()
            {
                ["type"] = "object",
                ["description"] = Summary,
                ["propertyNames"] = RouteNames.Format.Schema(),
                ["additionalProperties"] = route,
            };
        }
    }
}

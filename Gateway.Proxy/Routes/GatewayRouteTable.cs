using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Routes;

/// <summary>The keys of one route: its own, and those that it may inherit.</summary>
internal static class GatewayRouteTable
{
    private static TextFormat RoutePath { get; } = new(
        "a route pattern that begins with /, for example /api/orders/{**path}", "^/", text => text.StartsWith('/'));

    public static SettingsTable<GatewayRoute> Instance { get; } = Create();

    private static SettingsTable<GatewayRoute> Create()
    {
        SettingsTable<GatewayRoute> table = new(new() { Name = string.Empty, Path = string.Empty, Targets = [] })
        {
            { "Path", "An ASP.NET Core route pattern, for example /api/orders/{**path}.", RoutePath, r => r.Path, (r, v) => r with { Path = v }, true },
            { "Methods", "The methods of the route. Others get 405. Omitted: all methods.", Format.NonEmptyListOf(Format.Method, "leave Methods out for all methods"), r => r.Methods, (r, v) => r with { Methods = v } },
            { "Targets", "Where the requests go: an address, or a list of addresses and objects.", new TargetListFormat(), r => r.Targets, (r, v) => r with { Targets = v }, true },
        };
        foreach (var setting in RouteSettingsTable.Instance)
            table.Add(new Inherited(setting));
        return table;
    }

    /// <summary>A setting of <see cref="RouteSettings"/> on the route that derives from it: copying a record keeps its type.</summary>
    private sealed class Inherited(Setting<RouteSettings> setting) : Setting<GatewayRoute>(setting.Name, string.Empty)
    {
        public override GatewayRoute Read(IConfigurationSection section, GatewayRoute owner, ConfigurationErrors errors) =>
            (GatewayRoute)setting.Read(section, owner, errors);

        public override GatewayRoute Reset(GatewayRoute owner, GatewayRoute defaults) => (GatewayRoute)setting.Reset(owner, defaults);

        public override void Check(GatewayRoute owner, string path, ConfigurationErrors errors) => setting.Check(owner, path, errors);

        public override JsonNode? Print(GatewayRoute owner, IConfigurationSection given, bool all) => setting.Print(owner, given, all);

        public override JsonObject Schema(GatewayRoute defaults) => setting.Schema(defaults);
    }
}

using Gateway.Proxy.Settings;

namespace Gateway.Proxy.Runtime;

/// <summary>The sources of a route table. Immutable: an edit creates a new one.</summary>
/// <param name="Settings">The whole section.</param>
/// <param name="Configured">The routes of the configuration, once they are in force.</param>
/// <param name="Added">The routes that were added in code.</param>
internal sealed record RouteSources(GatewaySettings Settings, IReadOnlyList<GatewayRoute> Configured, IReadOnlyList<GatewayRoute> Added)
{
    public GatewayRoute[] Routes => [.. Configured, .. Added];

    public RouteSources Configure(GatewaySettings settings) => this with { Settings = settings, Configured = settings.Routes };

    public RouteSources Add(GatewayRoute route) => this with { Added = [.. Added, route] };

    /// <returns>Null when no route of this name was added.</returns>
    public RouteSources? Replace(GatewayRoute route) =>
        Has(route.Name) ? this with { Added = [.. Added.Select(known => IsCalled(known, route.Name) ? route : known)] } : null;

    /// <returns>Null when no route of this name was added.</returns>
    public RouteSources? Remove(string name) => Has(name) ? this with { Added = [.. Added.Where(known => !IsCalled(known, name))] } : null;

    private bool Has(string name) => Added.Any(known => IsCalled(known, name));

    private static bool IsCalled(GatewayRoute route, string name) => route.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

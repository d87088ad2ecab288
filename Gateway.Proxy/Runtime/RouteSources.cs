using Gateway.Proxy.Routes;
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

    /// <returns>Null when there is no route of this name.</returns>
    /// <exception cref="GatewayConfigurationException">The configuration has the route of this name.</exception>
    public RouteSources? Replace(GatewayRoute route) =>
        Has(route.Name) ? this with { Added = [.. Added.Select(known => IsCalled(known, route.Name) ? route : known)] } : null;

    /// <returns>Null when there is no route of this name.</returns>
    /// <exception cref="GatewayConfigurationException">The configuration has the route of this name.</exception>
    public RouteSources? Remove(string name) => Has(name) ? this with { Added = [.. Added.Where(known => !IsCalled(known, name))] } : null;

    // False would say that there is no such route, and an application that does not look at the result would take it for done.
    private bool Has(string name)
    {
        if (Configured.FirstOrDefault(known => IsCalled(known, name)) is { } configured)
            throw new GatewayConfigurationException([new(RouteSetRules.PathOf(configured.Name), "is a route of the configuration; allowed: change it there, or a route that was added in code")]);
        return Added.Any(known => IsCalled(known, name));
    }

    private static bool IsCalled(GatewayRoute route, string name) => route.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

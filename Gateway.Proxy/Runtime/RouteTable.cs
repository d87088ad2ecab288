using Gateway.Proxy.Forwarding;

namespace Gateway.Proxy.Runtime;

/// <summary>The active routes. Immutable: a new table replaces it atomically.</summary>
/// <param name="Version">1 for the first config, one more for each change.</param>
/// <param name="LoadedAt">When it came into force.</param>
/// <param name="Routes">The active routes.</param>
internal sealed record RouteTable(int Version, DateTimeOffset LoadedAt, IReadOnlyList<RouteRuntime> Routes)
{
    /// <summary>Whether any route requires a token.</summary>
    public bool AsksForTokens { get; } = Routes.Any(state => state.Route.Authorization.IsRequired);

    /// <summary>The methods that routes name.</summary>
    public IReadOnlyList<string> Methods { get; } = [.. Routes.SelectMany(state => state.Route.Methods).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static RouteTable Empty { get; } = new(0, default, []);
}

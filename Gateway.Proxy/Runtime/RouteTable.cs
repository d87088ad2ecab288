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

    /// <summary>The methods that routes name; none if no route refuses a request after routing has looked at the method.</summary>
    public IReadOnlyList<string> MethodsInDoubt { get; } = !Routes.Any(IsConditional) ? [] : [.. Routes.SelectMany(state => state.Route.Methods).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static RouteTable Empty { get; } = new(0, default, []);

    private static bool IsConditional(RouteRuntime state) =>
        state.Route.Match.Conditions > 0 || state.Pattern.ParameterPolicies.Count > 0 || state.Pattern.PathSegments.Any(segment => !segment.IsSimple);
}

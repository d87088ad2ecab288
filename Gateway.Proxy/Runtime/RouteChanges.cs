namespace Gateway.Proxy.Runtime;

/// <summary>What distinguishes a table from the one before it, as text for the log.</summary>
internal static class RouteChanges
{
    // One line must stay readable when Defaults change, and with them all routes.
    private const int MostNamed = 10;

    /// <summary>For example <c>added beta; changed orders (old 95 -> 75, new 5 -> 25)</c>; <c>the same routes</c> when only other settings have changed.</summary>
    public static string Describe(RouteTable before, RouteTable after)
    {
        var old = before.Routes.ToDictionary(state => state.Route.Name, StringComparer.OrdinalIgnoreCase);
        List<string> added = [], changed = [];
        foreach (var state in after.Routes)
        {
            if (!old.Remove(state.Route.Name, out var known))
                added.Add(state.Route.Name);
            else if (known != state)
                changed.Add(Describe(known.Route, state.Route));
        }

        string[] parts = [.. new[] { Named("added", added), Named("changed", changed), Named("removed", [.. old.Keys]) }.OfType<string>()];
        return parts.Length == 0 ? "the same routes" : string.Join("; ", parts);
    }

    private static string? Named(string what, List<string> names) => names.Count switch
    {
        0 => null,
        <= MostNamed => $"{what} {string.Join(", ", names)}",
        _ => $"{what} {string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more",
    };

    private static string Describe(GatewayRoute before, GatewayRoute after)
    {
        Dictionary<string, int> old = new(before.Targets.Select(target => KeyValuePair.Create(target.Name, target.Weight)), StringComparer.OrdinalIgnoreCase);
        List<string> weights = [];
        foreach (var target in after.Targets)
        {
            if (!old.Remove(target.Name, out var weight))
                weights.Add($"{target.Name} added {target.Weight}");
            else if (weight != target.Weight)
                weights.Add($"{target.Name} {weight} -> {target.Weight}");
        }

        weights.AddRange(old.Keys.Select(name => $"{name} removed"));
        return weights.Count == 0 ? after.Name : $"{after.Name} ({string.Join(", ", weights)})";
    }
}

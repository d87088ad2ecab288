using System.Globalization;

namespace Gateway.Proxy.Configuration;

/// <summary>Lays the configuration's sources over each other as their authors mean it.</summary>
/// <remarks>
/// The framework lays lists over each other item by item: a file that names one target over a file that names two would
/// still have two. Here a file's list takes the place of the list or the single value before it. Environment variables
/// and arguments, which can only name single values, still change single items of a list.
/// </remarks>
internal static class ConfigurationLayers
{
    public static IConfigurationSection Section(IConfiguration configuration, string name)
    {
        if (configuration is not IConfigurationRoot root)
            return configuration.GetSection(name);

        Dictionary<string, string?> values = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> parents = new(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in root.Providers)
            Lay(provider, name, values, parents);
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(name);
    }

    private static void Lay(IConfigurationProvider provider, string path, Dictionary<string, string?> values, HashSet<string> parents)
    {
        string[] children = [.. provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase)];
        var has = provider.TryGet(path, out var value);

        // A single value, or an empty list, which arrives as an empty text; an empty object arrives as null.
        if ((has && value is not null && children.Length == 0) || (provider is (FileConfigurationProvider or StreamConfigurationProvider) && IsList(path, children)))
            Forget(path, values, parents);
        if (has || (children.Length > 0 && values.ContainsKey(path)))
            values[path] = value;
        if (children.Length > 0)
            parents.Add(path);
        foreach (var child in children)
            Lay(provider, ConfigurationPath.Combine(path, child), values, parents);
    }

    // Names may be numbers: of routes, and of headers.
    private static bool IsList(string path, string[] children) =>
        children.Length > 0 && ConfigurationPath.GetSectionKey(path) is not ("Routes" or "Set")
        && children.Order(ConfigurationKeyComparer.Instance).Select((key, i) => key == i.ToString(CultureInfo.InvariantCulture)).All(isNext => isNext);

    private static void Forget(string path, Dictionary<string, string?> values, HashSet<string> parents)
    {
        // Nearly always: with thousands of routes a look at every key for each key would take minutes.
        if (!parents.Remove(path))
            return;
        var below = path + ConfigurationPath.KeyDelimiter;
        foreach (var key in values.Keys.Where(key => key.StartsWith(below, StringComparison.OrdinalIgnoreCase)).ToArray())
            values.Remove(key);
    }
}

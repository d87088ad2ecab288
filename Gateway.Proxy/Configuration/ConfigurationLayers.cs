using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.Configuration;

/// <summary>Merges the configuration's sources; lists replace each other instead of being merged by index.</summary>
/// <remarks>
/// The framework merges lists by index: a file with one target over a file with two would
/// still result in two. Here a file's list replaces the list or the single value below it. Environment variables
/// and arguments, which can only set single values, still change single items of a list.
/// </remarks>
internal static class ConfigurationLayers
{
    /// <summary>The section of all sources.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="leftOut">Selects the sources to ignore.</param>
    public static IConfigurationSection Section(IConfiguration configuration, string name, Func<IConfigurationRoot, Func<IConfigurationProvider, bool>> leftOut)
    {
        if (configuration is not IConfigurationRoot root)
            return configuration.GetSection(name);

        ConfigurationNode merged = new(name);
        var isLeftOut = leftOut(root);
        foreach (var provider in root.Providers.Where(provider => !isLeftOut(provider)))
            Merge(Read(provider, name), merged, provider);
        return merged;
    }

    private static void Merge(ConfigurationNode overlay, ConfigurationNode into, IConfigurationProvider provider)
    {
        var isFile = provider is FileConfigurationProvider or StreamConfigurationProvider;
        into.RemovesNothing = overlay.IsNull && into is { HasValue: false, Children.Count: 0 };
        if (overlay.HasValue)
            into.Source = provider;

        // A single value, null, or an empty list (read as an empty string) replaces the children. An empty object changes nothing.
        if ((overlay is { Value: not null, Children.Count: 0 }) || (isFile && (overlay.IsNull || IsList(overlay))))
            into.RemoveChildren();
        if (overlay.IsObject)
            into.MakeObject();
        else if (overlay.HasValue || (overlay.Children.Count > 0 && into.HasValue))
            into.Value = overlay.Value;
        into.NameWithColon ??= overlay.NameWithColon;
        into.IsList = overlay.IsList || (into.IsList && into.Children.Count > 0);
        foreach (var child in overlay.Children)
            Merge(child, into.Child(child.Key), provider);
    }

    // Names of routes, headers, cookies and query parameters may be numbers, so these sections are never lists.
    private static bool HasNames(ConfigurationNode node) =>
        Is(node.Key, "Routes") || Is(node.Key, "Set") || (Is(ConfigurationPath.GetSectionKey(ConfigurationPath.GetParentPath(node.Path) ?? string.Empty), "Match") && !Is(node.Key, "Hosts"));

    private static bool Is(string key, string name) => key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsList(ConfigurationNode node) =>
        node.Children.Count > 0 && !HasNames(node)
        && node.GetChildren().Select((child, i) => child.Key == i.ToString(CultureInfo.InvariantCulture)).All(isNext => isNext);

    private static ConfigurationNode Read(IConfigurationProvider provider, string name)
    {
        ConfigurationNode section = new(name);
        if (provider is FileConfigurationProvider or StreamConfigurationProvider or MemoryConfigurationProvider or EnvironmentVariablesConfigurationProvider or CommandLineConfigurationProvider)
        {
            var below = name + ConfigurationPath.KeyDelimiter;
            foreach (var (key, value) in DataOf((ConfigurationProvider)provider))
            {
                if (key.StartsWith(below, StringComparison.OrdinalIgnoreCase))
                    Set(section.Below(key.AsSpan(below.Length)), value);
                else if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    Set(section, value);
            }
        }
        else
        {
            Read(provider, section);
        }

        return section;
    }

    private static void Set(ConfigurationNode node, string? value)
    {
        if (value == JsonMarks.EmptyObject)
            node.MakeObject();
        else if (value == JsonMarks.List)
            node.IsList = true;
        else if (value == JsonMarks.EmptyList)
            (node.Value, node.IsList) = (string.Empty, true);
        else if (value?.StartsWith(JsonMarks.Colon, StringComparison.Ordinal) == true)
            node.NameWithColon = value[JsonMarks.Colon.Length..];
        else
            node.Value = value;
    }

    // Other providers may have keys that are not in their data, so each key is queried.
    private static void Read(IConfigurationProvider provider, ConfigurationNode node)
    {
        if (provider.TryGet(node.Path, out var value))
            Set(node, value);
        foreach (var key in provider.GetChildKeys([], node.Path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var child = node.Child(key);
            Read(provider, child);
            if (child is { HasValue: false, Children.Count: 0 })
                node.Remove(child);
        }
    }

    // Inherited by these providers: gives all keys at once.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> DataOf(ConfigurationProvider provider);
}

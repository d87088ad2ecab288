using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.Configuration;

/// <summary>Lays the configuration's sources over each other as their authors mean it.</summary>
/// <remarks>
/// The framework lays lists over each other item by item: a file that names one target over a file that names two would
/// still have two. Here a file's list takes the place of the list or the single value before it. Environment variables
/// and arguments, which can only name single values, still change single items of a list.
/// </remarks>
internal static class ConfigurationLayers
{
    /// <summary>The section of all sources.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="leftOut">Tells which sources do not count.</param>
    public static IConfigurationSection Section(IConfiguration configuration, string name, Func<IConfigurationRoot, Func<IConfigurationProvider, bool>> leftOut)
    {
        if (configuration is not IConfigurationRoot root)
            return configuration.GetSection(name);

        ConfigurationNode merged = new(name);
        var isLeftOut = leftOut(root);
        foreach (var provider in root.Providers.Where(provider => !isLeftOut(provider)))
            Merge(Read(provider, name), merged, provider is FileConfigurationProvider or StreamConfigurationProvider);
        return merged;
    }

    private static void Merge(ConfigurationNode overlay, ConfigurationNode into, bool isFile)
    {
        // A single value, null, or an empty list, which arrives as an empty text. An empty object changes nothing.
        if ((overlay is { Value: not null, Children.Count: 0 }) || (isFile && (overlay.IsNull || IsList(overlay))))
            into.RemoveChildren();
        if (overlay.IsObject)
            into.MakeObject();
        else if (overlay.HasValue || (overlay.Children.Count > 0 && into.HasValue))
            into.Value = overlay.Value;
        foreach (var child in overlay.Children)
            Merge(child, into.Child(child.Key), isFile);
    }

    // Names may be numbers: of routes, and of headers.
    private static bool IsList(ConfigurationNode node) =>
        node.Children.Count > 0 && node.Key is not ("Routes" or "Set")
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
        if (value == EmptyObjects.Mark)
            node.MakeObject();
        else
            node.Value = value;
    }

    // Who else there is may have keys that are not in its data: it is asked for each.
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

    // What these providers inherit: all of their keys at once.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> DataOf(ConfigurationProvider provider);
}

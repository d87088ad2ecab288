using System.Collections;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.Configuration;

/// <summary>Where a key of the configuration is set, as text: a file, an environment variable, or the arguments.</summary>
internal static class KeySource
{
    private static readonly string[] Prefixes = [string.Empty, "ASPNETCORE_", "DOTNET_"];

    /// <summary>For an error: the source of a key and of all that is below it, or of all of a route that lacks the key; null when there are several, or when it is not known.</summary>
    /// <param name="configuration">All sources.</param>
    /// <param name="section">The gateway's section of them.</param>
    /// <param name="path">The key.</param>
    public static string? Of(IConfigurationRoot configuration, ConfigurationNode section, string path)
    {
        if (!path.StartsWith(section.Path + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            return Holder(configuration, path) is { } holder ? ShortName(holder, path) : null;

        var keys = path[(section.Path.Length + 1)..].Split(ConfigurationPath.KeyDelimiter);
        var node = Find(section, keys) ?? (keys is ["Routes", _, _] ? Find(section, keys.AsSpan(..2)) : null);
        if (node is null)
            return null;
        ConfigurationNode[] set = [.. Set(node)];
        return set.Length == 0 || set.Any(one => one.Source != set[0].Source) ? null : ShortName(set[0].Source!, set is [var only] ? only.Path : $"{node.Path}:*");
    }

    /// <summary>The provider whose value of the key is in force; null when there is none.</summary>
    public static IConfigurationProvider? Holder(IConfigurationRoot configuration, string path) => configuration.Providers.LastOrDefault(provider => provider.TryGet(path, out _));

    /// <summary>The full name; null when it is a provider that names nothing a user could look into.</summary>
    public static string? Name(IConfigurationProvider provider, string path) => provider switch
    {
        IGatewayFile file => file.Name,
        EnvironmentVariablesConfigurationProvider => $"environment variable {VariableOf(path)}",
        CommandLineConfigurationProvider => "the arguments",
        MemoryConfigurationProvider => null,
        _ => provider.ToString(),
    };

    // The status shows errors to everybody, so there are no folders.
    private static string? ShortName(IConfigurationProvider provider, string path) => provider switch
    {
        IGatewayFile file => Path.GetFileName(file.Name),
        EnvironmentVariablesConfigurationProvider or CommandLineConfigurationProvider => Name(provider, path),
        _ => null,
    };

    private static ConfigurationNode? Find(ConfigurationNode section, ReadOnlySpan<string> keys)
    {
        var node = section;
        foreach (var key in keys)
        {
            if (node.Find(key) is not { } child)
                return null;
            node = child;
        }

        return node;
    }

    private static IEnumerable<ConfigurationNode> Set(ConfigurationNode node) =>
        node.Source is null ? node.Children.SelectMany(Set) : node.Children.SelectMany(Set).Prepend(node);

    private static string VariableOf(string path) => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key)
        .FirstOrDefault(name => Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && name[prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal).Equals(path, StringComparison.OrdinalIgnoreCase))) ?? path.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal);
}

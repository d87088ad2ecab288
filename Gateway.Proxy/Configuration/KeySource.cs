using System.Collections;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.Configuration;

/// <summary>Where a key of the configuration is set, as text: a file, an environment variable, or the arguments.</summary>
internal static class KeySource
{
    private static readonly string[] Prefixes = [string.Empty, "ASPNETCORE_", "DOTNET_"];

    /// <summary>The source of the key, of all that is below it, or, if there is no such key, of all that is below the key above; null when there are several.</summary>
    /// <param name="configuration">All sources.</param>
    /// <param name="section">The gateway's section of them.</param>
    /// <param name="path">The key.</param>
    public static string? Of(IConfigurationRoot configuration, ConfigurationNode section, string path)
    {
        if (!path.StartsWith(section.Path + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            return configuration.Providers.LastOrDefault(provider => provider.TryGet(path, out _)) is { } other ? Name(other, path) : null;

        var node = section;
        foreach (var key in path[(section.Path.Length + 1)..].Split(ConfigurationPath.KeyDelimiter))
        {
            if (node.Find(key) is not { } child)
                break;
            node = child;
        }

        ConfigurationNode[] set = [.. Set(node)];
        return set.Length > 0 && set.All(one => one.Source == set[0].Source) ? Name(set[0].Source!, set[0].Path) : null;
    }

    /// <summary>Null when it is a provider that names nothing a user could look into.</summary>
    public static string? Name(IConfigurationProvider provider, string path) => provider switch
    {
        IGatewayFile file => file.Name,
        EnvironmentVariablesConfigurationProvider => $"environment variable {VariableOf(path)}",
        CommandLineConfigurationProvider => "the arguments",
        MemoryConfigurationProvider => null,
        _ => provider.ToString(),
    };

    private static IEnumerable<ConfigurationNode> Set(ConfigurationNode node) =>
        node.Source is null ? node.Children.SelectMany(Set) : node.Children.SelectMany(Set).Prepend(node);

    private static string VariableOf(string path) => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key)
        .FirstOrDefault(name => Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            && name[prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal).Equals(path, StringComparison.OrdinalIgnoreCase))) ?? path;
}

using System.Collections;
using Gateway.Proxy.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.CommandLine;

/// <summary>Where the values of the configuration come from: a file, an environment variable, an argument, or a default.</summary>
/// <param name="configuration">The configuration of the gateway's own host.</param>
/// <param name="gateway">Its <c>Gateway</c> section.</param>
internal sealed class ValueSources(IConfigurationRoot configuration, IConfigurationSection gateway)
{
    private const string Default = "default";

    private static readonly string[] Prefixes = [string.Empty, "ASPNETCORE_", "DOTNET_"];

    private readonly string[] _variables = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key)];

    public string Of(string path)
    {
        if (!path.StartsWith(GatewaySection.Name + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            return configuration.Providers.LastOrDefault(provider => provider.TryGet(path, out _)) is { } other ? Describe(other, path) : Default;

        var key = path[(GatewaySection.Name.Length + 1)..];
        var exact = gateway.GetSection(key) as ConfigurationNode;
        if (exact is { IsNull: true, RemovesNothing: true, Source: { } nothing })
            return $"{Describe(nothing, path)}; it removes nothing";

        // A text may stand for an object: "Targets": "http://orders".
        for (var node = exact; node is not null; key = ConfigurationPath.GetParentPath(key)!, node = key is null ? null : gateway.GetSection(key) as ConfigurationNode)
        {
            if (node is { Source: { } source, IsObject: false, Children.Count: 0 } || (node == exact && node is { Source: not null }))
                return Describe(node.Source!, node.Path);
        }

        return Default;
    }

    private string Describe(IConfigurationProvider provider, string path) => provider switch
    {
        IGatewayFile file => file.Name,
        EnvironmentVariablesConfigurationProvider => $"environment variable {VariableOf(path)}",
        MemoryConfigurationProvider => provider == configuration.Providers.First() ? Default : GatewayArguments.NamesOf(path),
        _ => provider.ToString() ?? Default,
    };

    private string VariableOf(string path) => _variables.FirstOrDefault(name => Prefixes.Any(prefix =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name[prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal).Equals(path, StringComparison.OrdinalIgnoreCase))) ?? path;
}

using Gateway.Proxy.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Gateway.Proxy.CommandLine;

/// <summary>Where the values of the configuration come from: a file, an environment variable, an argument, or a default.</summary>
/// <param name="configuration">The configuration of the gateway's own host.</param>
/// <param name="gateway">Its <c>Gateway</c> section.</param>
internal sealed class ValueSources(IConfigurationRoot configuration, IConfigurationSection gateway)
{
    private const string Default = "default";

    public string Of(string path)
    {
        if (!path.StartsWith(GatewaySection.Name + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
            return KeySource.Holder(configuration, path) is { } other ? Describe(other, path) : Default;

        var key = path[(GatewaySection.Name.Length + 1)..];
        var exact = gateway.GetSection(key) as ConfigurationNode;
        var isNullListed = key.Split(ConfigurationPath.KeyDelimiter) is ["Routes", _] or ["Routes", _, not "Targets", ..];
        if (isNullListed && exact is { IsNull: true, RemovesNothing: true, Source: { } nothing } && !IsInherited(key))
            return $"{Describe(nothing, path)}; it removes nothing";

        // A text may stand for an object: "Targets": "http://orders". So may null, in place of which the defaults are listed, except for a route.
        for (var node = exact; node is not null; key = ConfigurationPath.GetParentPath(key)!, node = key is null ? null : gateway.GetSection(key) as ConfigurationNode)
        {
            if (node is { Source: not null, IsObject: false, Children.Count: 0 } || (node == exact && node is { Source: not null }))
                return isNullListed || !node.IsNull ? Describe(node.Source!, node.Path) : $"{Default}; null in {Describe(node.Source!, node.Path)}";
        }

        return Default;
    }

    // A route's null removes what it would inherit.
    private bool IsInherited(string key) =>
        key.Split(ConfigurationPath.KeyDelimiter) is ["Routes", _, .. { Length: > 0 } setting]
        && gateway.GetSection(ConfigurationPath.Combine(["Defaults", .. setting])) is ConfigurationNode { HasValue: true } or ConfigurationNode { Children.Count: > 0 };

    private string Describe(IConfigurationProvider provider, string path) => provider is MemoryConfigurationProvider
        ? provider == configuration.Providers.First() ? Default : GatewayArguments.NamesOf(path)
        : KeySource.Name(provider, path) ?? Default;
}

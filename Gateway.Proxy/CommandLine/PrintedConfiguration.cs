using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Settings;

namespace Gateway.Proxy.CommandLine;

/// <summary>The configuration in force as a config file, with the source of each value.</summary>
internal static class PrintedConfiguration
{
    // Sections of the framework and of service discovery that have an effect on the gateway.
    private static readonly string[] Others =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, "AllowedHosts", "Logging", "Kestrel", "services"];

    public static string Of(IConfigurationRoot configuration, GatewaySettings settings)
    {
        var section = GatewaySettingsReader.Merge(configuration);
        var gateway = GatewaySettingsTable.Instance.Print(settings, section, all: true);
        gateway[nameof(GatewaySettings.BuiltInRoutes)] = BuiltInRoutes.AreOn(configuration);
        JsonObject root = new(Others.Select(configuration.GetSection).Where(other => other.Exists()).Select(other => KeyValuePair.Create(other.Key, Plain(other)))) { [GatewaySection.Name] = gateway };
        return AnnotatedJson.Write(root, new ValueSources(configuration, section).Of);
    }

    private static JsonNode? Plain(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (children.Length == 0)
            return section.Value;
        return children.Select((child, i) => child.Key == i.ToString(CultureInfo.InvariantCulture)).All(isNext => isNext)
            ? new JsonArray([.. children.Select(Plain)])
            : new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, Plain(child))));
    }
}

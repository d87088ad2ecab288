using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Settings;

/// <summary>The file that <c>--config</c> names must configure the gateway: one that has no effect is an error.</summary>
internal static class GivenFileRules
{
    private const string Yarp = "ReverseProxy";

    public static void Check(IConfiguration configuration, ConfigurationErrors errors)
    {
        if (configuration is not IConfigurationRoot root)
            return;
        foreach (var file in root.Providers.OfType<IGatewayFile>().Where(file => file is { Role: FileRole.Given, Exists: true }))
        {
            var sections = file.Content.Keys.Select(key => key.Split(ConfigurationPath.KeyDelimiter)[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (sections.Contains(Yarp))
                errors.Add($"{file.Name}: {Yarp}", "is YARP's format, which the gateway does not read; allowed: the section Gateway; docs/coming-from/yarp.md shows how to convert a configuration");
            else if (!sections.Contains(GatewaySection.Name))
                errors.Add(file.Name, $"has no section Gateway, so it configures nothing{Hint(sections)}; allowed: {{ \"Gateway\": {{ \"Routes\": {{ ... }} }} }}");
        }
    }

    private static string Hint(HashSet<string> sections)
    {
        if (GatewaySettingsTable.Instance.Select(setting => setting.Name).FirstOrDefault(sections.Contains) is { } misplaced)
            return $"; \"{misplaced}\" belongs into it";
        return sections.FirstOrDefault(section => DidYouMean.For(section, [GatewaySection.Name]).Length > 0) is { } misspelled
            ? $"; did you mean \"{GatewaySection.Name}\" instead of \"{misspelled}\"?"
            : string.Empty;
    }
}

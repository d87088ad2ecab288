using Gateway.Proxy.Configuration;

namespace Gateway.Proxy.Settings;

/// <summary>Finds all errors of a configuration before it comes into force, in the gateway's section and in those of others.</summary>
/// <param name="others">The rules of sections that are not the gateway's.</param>
internal sealed class ConfigurationCheck(params IReadOnlyList<Action<IConfiguration, ConfigurationErrors>> others)
{
    /// <summary>The gateway's settings, as far as they could be read.</summary>
    public GatewaySettings Read(IConfiguration configuration, ConfigurationErrors errors)
    {
        var settings = GatewaySettingsReader.Read(configuration, errors);
        GivenFileRules.Check(configuration, errors);
        foreach (var rule in others)
            rule(configuration, errors);
        return settings;
    }
}

using Gateway.Proxy.Configuration;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>Reads config from text, as the gateway reads it from a file.</summary>
internal static class ConfigText
{
    public static GatewaySettings Read(string gatewaySection) => ReadFiles($$"""{ "Gateway": {{gatewaySection}} }""");

    /// <summary>Each file lies over the ones before it.</summary>
    public static GatewaySettings ReadFiles(params string[] files) => GatewaySettingsReader.Read(Build(files).Build());

    public static ConfigurationBuilder Build(params string[] files)
    {
        ConfigurationBuilder builder = new();
        foreach (var file in files)
            ((IConfigurationBuilder)builder).Add(new JsonTextSource("test.json", file));
        return builder;
    }

    /// <summary>Route <c>r</c> with the given further members.</summary>
    public static string Route(string members) => $$"""{ "Routes": { "r": { "Path": "/api/r/{**path}", "Targets": "http://t"{{(members.Length == 0 ? string.Empty : "," + members)}} } } }""";

    public static GatewayRoute ReadRoute(string members) => Assert.Single(Read(Route(members)).Routes);

    public static IReadOnlyList<ConfigurationError> Problems(string gatewaySection) =>
        Assert.Throws<GatewayConfigurationException>(() => Read(gatewaySection)).Errors;

    /// <summary>Members in the nesting of a config path: <c>A:B</c> becomes <c>"A": { "B": value }</c>.</summary>
    public static string Member(string path, string value)
    {
        var keys = path.Split(':');
        return string.Concat(keys.Select(key => $"\"{key}\": {{ "))[..^2] + value + new string('}', keys.Length - 1);
    }
}

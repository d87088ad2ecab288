using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Bench.Peers;

/// <summary>What the two peers on .NET have in common.</summary>
internal static class DotNet
{
    /// <summary>The name of the route when there is one for all under /api.</summary>
    public const string OneRoute = "api";

    public static string PathOf(string route) => route == OneRoute ? "/api/{**path}" : $"/api/{route}/{{**path}}";

    public static JsonObject Object(IEnumerable<string> names, Func<string, JsonNode> value) => Object(names, (name, _) => value(name));

    /// <param name="names">The names of the members.</param>
    /// <param name="value">Makes a value of its name and its number, from 1 on.</param>
    public static JsonObject Object(IEnumerable<string> names, Func<string, int, JsonNode> value) =>
        new(names.Select((name, index) => KeyValuePair.Create<string, JsonNode?>(name, value(name, index + 1))));

    /// <summary>One endpoint; without TLS a client cannot choose, so HTTP/2 stands alone.</summary>
    public static JsonObject Kestrel(Site site) => new()
    {
        ["Endpoints"] = new JsonObject
        {
            ["Http"] = new JsonObject
            {
                ["Url"] = $"http://127.0.0.1:{site.Port}",
                ["Protocols"] = site.Http2 ? "Http2" : "Http1AndHttp2",
            },
        },
    };

    /// <summary>What has a program export its telemetry as the scenario wants; empty: it exports none.</summary>
    public static IReadOnlyDictionary<string, string> Telemetry(Site site) => site.Scenario.Traced is not { } traced ? new Dictionary<string, string>() : new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{site.UpstreamPort}",
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio",
        ["OTEL_TRACES_SAMPLER_ARG"] = traced.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The version of a package, as the program's .deps.json has it.</summary>
    public static string PackageVersion(string program, string package)
    {
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(program, ".deps.json")));
        return deps.RootElement.GetProperty("libraries").EnumerateObject()
            .First(library => library.Name.StartsWith(package + "/", StringComparison.OrdinalIgnoreCase)).Name.Split('/')[1];
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Bench.Peers;

/// <summary>What the two peers on .NET have in common.</summary>
internal static class DotNet
{
    /// <summary>The name of the route when there is one for all under /api.</summary>
    public const string OneRoute = "api";

    public static string PathOf(string route) => route == OneRoute ? "/api/{**path}" : $"/api/{route}/{{**path}}";

    public static JsonObject Object(IEnumerable<string> names, Func<string, JsonNode> value)
    {
        JsonObject result = [];
        foreach (var name in names)
            result[name] = value(name);
        return result;
    }

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

    /// <summary>The version of a package, as the program's .deps.json has it.</summary>
    public static string PackageVersion(string program, string package)
    {
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(program, ".deps.json")));
        return deps.RootElement.GetProperty("libraries").EnumerateObject()
            .First(library => library.Name.StartsWith(package + "/", StringComparison.OrdinalIgnoreCase)).Name.Split('/')[1];
    }
}

using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

/// <summary>The gateway with all that it does by default, and routes from a file given by --config.</summary>
/// <param name="program">Its assembly.</param>
/// <param name="isPlain">Whether it is without the feature whose cost a scenario measures.</param>
internal sealed class GatewayPeer(string program, bool isPlain = false) : Peer
{
    public const string PlainName = "gateway-plain";

    public override string Name => isPlain ? PlainName : "gateway";

    public override string Title => isPlain ? "Gateway without" : "Gateway";

    public override bool IsProxy => !isPlain;

    public override Task<string> VersionAsync(CancellationToken stop) =>
        Task.FromResult(AssemblyName.GetAssemblyName(program).Version!.ToString(3));

    public override Command Prepare(Site site, string folder)
    {
        JsonObject settings = new()
        {
            ["Gateway"] = new JsonObject
            {
                // Only for the end of a run: nobody is to wait for a gateway that has no clients any more.
                ["DrainDelay"] = "00:00:00",
                ["Routes"] = DotNet.Object(site.Scenario.Routes == 0 ? [DotNet.OneRoute] : site.Services, (name, number) => Route(site, name, number)),
            },
        };
        if (site.Http2)
            settings["Kestrel"] = DotNet.Kestrel(site);
        var config = Write(folder, "gateway.json", settings.ToJsonString());

        var upstream = site.UpstreamPort.ToString(CultureInfo.InvariantCulture);
        string[] listen = site.Http2 ? [] : ["--host", "127.0.0.1", "--port", site.Port.ToString(CultureInfo.InvariantCulture)];
        return new("dotnet", [program, "--config", config, "--coredinator-port", upstream, "--coretelemetry-port", upstream, .. listen], folder) { Environment = DotNet.Telemetry(site) };
    }

    private JsonObject Route(Site site, string name, int number)
    {
        JsonObject route = new()
        {
            ["Path"] = DotNet.PathOf(name),
            ["Targets"] = new JsonArray([.. site.Backends.Select(Target)]),
        };
        if (site.Weighted)
            route["LoadBalancing"] = "Weighted";
        if (isPlain)
            return route;
        if (site.Scenario.Feature == Feature.Sessions)
            route["SessionPersistence"] = new JsonObject { ["SessionName"] = "gw-api" };
        if (site.Scenario is { Feature: Feature.Match, Header: { } header } && site.Scenario.IsUsed(number))
        {
            route["Path"] = "/api/{service}/{**path}";
            route["Match"] = new JsonObject { ["Headers"] = new JsonObject { [header.Name] = name } };
        }

        return route;
    }

    private static JsonNode Target(Backend backend, int index) =>
        JsonNode.Parse($$"""{ "Name": "d{{index}}", "Address": "http://127.0.0.1:{{backend.Port}}", "Weight": {{backend.Weight}} }""")!;
}

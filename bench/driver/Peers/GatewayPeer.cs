using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

/// <summary>The gateway with all that it does by default, and routes from a file given by --config.</summary>
internal sealed class GatewayPeer(string program) : Peer
{
    public override string Name => "gateway";

    public override string Title => "Gateway";

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
                ["Routes"] = DotNet.Object(site.Scenario.Routes == 0 ? [DotNet.OneRoute] : site.Services, name => Route(site, name)),
            },
        };
        if (site.Http2)
            settings["Kestrel"] = DotNet.Kestrel(site);
        var config = Write(folder, "gateway.json", settings.ToJsonString());

        var upstream = site.UpstreamPort.ToString(CultureInfo.InvariantCulture);
        string[] listen = site.Http2 ? [] : ["--host", "127.0.0.1", "--port", site.Port.ToString(CultureInfo.InvariantCulture)];
        return new("dotnet", [program, "--config", config, "--coredinator-port", upstream, "--coretelemetry-port", upstream, .. listen], folder) { Environment = DotNet.Telemetry(site) };
    }

    private static JsonObject Route(Site site, string name)
    {
        JsonObject route = new()
        {
            ["Path"] = DotNet.PathOf(name),
            ["Targets"] = new JsonArray([.. site.Backends.Select(Target)]),
        };
        if (site.Weighted)
            route["LoadBalancing"] = "Weighted";
        return route;
    }

    private static JsonNode Target(Backend backend, int index) =>
        JsonNode.Parse($$"""{ "Name": "d{{index}}", "Address": "http://127.0.0.1:{{backend.Port}}", "Weight": {{backend.Weight}} }""")!;
}

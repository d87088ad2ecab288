using System.Text.Json.Nodes;
using Gateway.Bench.Running;

namespace Gateway.Bench.Peers;

/// <summary>YARP without anything of ours.</summary>
internal sealed class BareYarp(string program) : Peer
{
    public override string Name => "bare-yarp";

    public override string Title => "bare YARP";

    public override Task<string> VersionAsync(CancellationToken stop) =>
        Task.FromResult(DotNet.PackageVersion(program, "Yarp.ReverseProxy"));

    public override Command Prepare(Site site, string folder)
    {
        // The file that comes with the program, with other routes: what it says of logging stays.
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(program)!, "appsettings.json")))!.AsObject();
        settings["ReverseProxy"] = new JsonObject
        {
            ["Routes"] = DotNet.Object(Names(site), name => new JsonObject
            {
                ["ClusterId"] = name,
                ["Match"] = new JsonObject { ["Path"] = DotNet.PathOf(name) },
            }),
            ["Clusters"] = DotNet.Object(Names(site), _ => Cluster(site)),
        };
        settings["Kestrel"] = DotNet.Kestrel(site);
        Write(folder, "appsettings.json", settings.ToJsonString());
        return new("dotnet", [program], folder) { Environment = DotNet.Telemetry(site) };
    }

    private static IEnumerable<string> Names(Site site) => site.Scenario.Routes == 0 ? [DotNet.OneRoute] : site.Services;

    private static JsonObject Cluster(Site site)
    {
        JsonObject cluster = new()
        {
            ["Destinations"] = DotNet.Object(site.Backends.Select((_, index) => $"d{index}"), name => new JsonObject
            {
                ["Address"] = $"http://127.0.0.1:{site.Backends[name[1] - '0'].Port}/",
            }),
        };
        if (site.Backends.Count > 1)
            cluster["LoadBalancingPolicy"] = "RoundRobin";
        if (site.OneDead)
            cluster["HealthCheck"] = new JsonObject { ["Passive"] = new JsonObject { ["Enabled"] = true } };
        return cluster;
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Distributed.Topologies;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed;

/// <summary>What <c>./run.sh Load=true</c> starts.</summary>
public sealed class DemoLoadTests(DemoLoadTests.LoadedTopology topology) : IClassFixture<DemoLoadTests.LoadedTopology>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_target_of_every_route_gets_requests_and_few()
    {
        var targets = await TargetsAsync();
        await Eventually.BecomesTrueAsync(
            async () => (targets = await TargetsAsync()).All(target => target.Requests > 0), Limit, () => $"every target has had requests; last they were {string.Join(", ", targets)}");

        Assert.All(targets, target => Assert.Equal(0, target.Failures));
        Assert.InRange(targets.Sum(target => target.Requests), targets.Count, 4 * Limit.TotalSeconds);
    }

    private async Task<IReadOnlyList<(string Name, long Requests, long Failures)>> TargetsAsync()
    {
        var status = await topology.Gateway.GetFromJsonAsync<JsonElement>("/gateway/status");
        return [.. status.GetProperty("routes").EnumerateArray().SelectMany(route => route.GetProperty("targets").EnumerateArray().Select(target =>
            ($"{route.GetProperty("name")}/{target.GetProperty("name")}", target.GetProperty("requests").GetInt64(), target.GetProperty("failures").GetInt64())))];
    }

    public sealed class LoadedTopology : Topology
    {
        protected override IEnumerable<string> Arguments => ["Load=true"];
    }
}

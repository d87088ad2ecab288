using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

/// <summary>What a new user sees of the topology that <c>./run.sh</c> starts.</summary>
public sealed class DemoTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Theory]
    [InlineData("agent_one")]
    [InlineData("agent_two")]
    public async Task The_agents_of_the_demo_run_and_each_of_their_metrics_has_values(string agent)
    {
        Assert.Contains(agent, await Gateway.GetFromJsonAsync<string[]>("/api/v1/coredinator/api/agents/") ?? []);
        var status = await Gateway.GetFromJsonAsync<JsonElement>($"/api/v1/coredinator/api/agents/{agent}/status");
        Assert.Equal("running", status.GetProperty("state").GetString());

        var metrics = await Gateway.GetFromJsonAsync<JsonElement>($"/api/v1/coretelemetry/api/data/{agent}/metrics");
        Assert.NotEmpty(metrics.GetProperty("data").EnumerateArray());
        foreach (var metric in metrics.GetProperty("data").EnumerateArray())
        {
            var latest = (await Gateway.GetFromJsonAsync<JsonElement>($"/api/v1/coretelemetry/api/data/{agent}?metric={metric}"))[0].GetProperty("timestamp").GetDateTimeOffset();
            var hour = await Gateway.GetFromJsonAsync<JsonElement>($"/api/v1/coretelemetry/api/data/{agent}?metric={metric}&start_time={latest.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}");
            Assert.Equal(61, hour.GetArrayLength());
        }
    }
}

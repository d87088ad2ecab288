using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed class VersionHeaderTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Theory]
    [InlineData("/gateway/status", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/api/v1/coredinator/api/agents/", 200)]
    [InlineData("/api/v1/coredinator/api/io/nobody/status", 404)]
    [InlineData("/api/v1/coretelemetry/api/system/platform", 200)]
    [InlineData("/api/v1/coretelemetry/api/data/agent_one", 422)]
    public async Task Every_answer_carries_it_once(string path, int status)
    {
        using var response = await Gateway.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(["0.0.1"], response.Headers.GetValues("X-CoreRL-Version"));
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed class CanaryTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Fact]
    public async Task Of_100_requests_70_go_to_coretelemetry_and_30_to_coretelemetry_next()
    {
        List<string> answered = [];
        for (var i = 0; i < 100; i++)
        {
            using var response = await Gateway.GetAsync("/api/canary/coretelemetry/api/system/platform");
            Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
            answered.Add(Assert.Single(response.Headers.GetValues("X-Fake-Instance")));
        }

        Assert.Equal(70, answered.Count(instance => instance == CoreTelemetry));
        Assert.Equal(30, answered.Count(instance => instance == "coretelemetry-next"));
        Assert.DoesNotContain($"{CoreTelemetry} {CoreTelemetry} {CoreTelemetry} {CoreTelemetry}", string.Join(' ', answered).Replace("coretelemetry-next", "next", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_has_both_shares_and_health_still_names_two_services()
    {
        var status = await Gateway.GetFromJsonAsync<JsonElement>("/gateway/status");
        var route = status.GetProperty("routes").EnumerateArray().Single(route => route.GetProperty("name").GetString() == "telemetry-canary");
        Assert.Equal(
            [(CoreTelemetry, 70.0), ("coretelemetry-next", 30.0)],
            route.GetProperty("targets").EnumerateArray().Select(target => (target.GetProperty("name").GetString(), target.GetProperty("share").GetDouble())));

        var health = await Gateway.GetFromJsonAsync<JsonElement>("/health");
        Assert.Equal(["coredinator", CoreTelemetry], health.GetProperty("services").EnumerateObject().Select(service => service.Name).Order());
    }
}

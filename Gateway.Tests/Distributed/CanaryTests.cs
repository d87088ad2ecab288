using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Distributed.Topologies;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed;

public sealed class CanaryTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    private const string Route = "telemetry-canary";

    // The first probe of a target comes within a tenth of the interval.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Of_100_requests_70_go_to_coretelemetry_and_30_to_coretelemetry_next()
    {
        await BothAreHealthyAsync();
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
    public async Task Testers_choose_coretelemetry_next_by_a_header()
    {
        for (var i = 0; i < 5; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/canary/coretelemetry/api/system/platform");
            request.Headers.Add("X-Tester", "yes");
            using var response = await Gateway.SendAsync(request);
            Assert.Equal("coretelemetry-next", Assert.Single(response.Headers.GetValues("X-Fake-Instance")));
        }
    }

    [Fact]
    public async Task A_user_stays_with_one_version_and_the_weights_share_the_users()
    {
        await BothAreHealthyAsync();
        List<string> chosen = [];
        for (var user = 0; user < 40; user++)
        {
            var first = await OfUserAsync(user);
            Assert.Equal(first, await OfUserAsync(user));
            chosen.Add(first);
        }

        Assert.InRange(chosen.Count(instance => instance == CoreTelemetry), 15, 39);
        Assert.Contains("coretelemetry-next", chosen);
    }

    private async Task<string> OfUserAsync(int user)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/canary/coretelemetry/api/system/platform");
        request.Headers.Add("X-User", $"user-{user}");
        using var response = await Gateway.SendAsync(request);
        return Assert.Single(response.Headers.GetValues("X-Fake-Instance"));
    }

    [Fact]
    public async Task The_status_has_the_share_and_the_health_of_both_targets()
    {
        await BothAreHealthyAsync();

        var health = await Gateway.GetFromJsonAsync<JsonElement>("/gateway/health");
        Assert.Equal(
            [(CoreTelemetry, "healthy"), ("coretelemetry-next", "healthy")],
            health.GetProperty("routes").GetProperty(Route).EnumerateObject().Select(target => (target.Name, target.Value.GetString())));
    }

    private async Task BothAreHealthyAsync()
    {
        string[] targets = [];
        await Eventually.BecomesTrueAsync(
            async () => (targets = await TargetsAsync()).SequenceEqual([$"{CoreTelemetry} 70 healthy", "coretelemetry-next 30 healthy"]),
            Limit, () => $"both targets are healthy; last they were {string.Join(", ", targets)}");
    }

    private async Task<string[]> TargetsAsync()
    {
        var status = await Gateway.GetFromJsonAsync<JsonElement>("/gateway/status");
        var route = status.GetProperty("routes").EnumerateArray().Single(route => route.GetProperty("name").GetString() == Route);
        return [.. route.GetProperty("targets").EnumerateArray().Select(target => $"{target.GetProperty("name")} {target.GetProperty("share")} {target.GetProperty("health")}")];
    }
}

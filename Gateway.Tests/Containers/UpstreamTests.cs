using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

/// <summary>What happens to containers behind the gateway, and only to containers.</summary>
[Collection(SharedContainers.Name)]
public sealed class UpstreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ContainerHost _host;

    public UpstreamTests(ContainerHost host)
    {
        host.Require();
        _host = host;
    }

    [Fact]
    public async Task A_paused_upstream_opens_its_circuit_and_comes_back()
    {
        await using var upstream = await _host.StartUpstreamAsync("paused", "paused");
        await using var gateway = await _host.StartGatewayAsync(Config("http://paused:8080",
            "\"MaxRetries\": 0, \"Timeouts\": { \"Read\": \"00:00:01\" }, \"CircuitBreaker\": { \"MinimumThroughput\": 3, \"BreakDuration\": \"00:00:01\", \"MaxBreakDuration\": \"00:00:01\" }"));

        // On a busy machine the first requests of new processes may take longer than the time limit.
        await Eventually.BecomesTrueAsync(async () => await GetAsync(gateway) == HttpStatusCode.OK, Limit, "it is there");

        await upstream.PauseAsync();

        // Its kernel still accepts connections: only the time limit tells.
        Assert.Equal(HttpStatusCode.GatewayTimeout, await GetAsync(gateway));
        await Eventually.BecomesTrueAsync(
            async () => await GetAsync(gateway) == HttpStatusCode.ServiceUnavailable
                && (await gateway.Client.GetStringAsync("gateway/status")).Contains("\"circuit\":\"open\"", StringComparison.Ordinal),
            Limit, "the circuit is open");

        await upstream.UnpauseAsync();
        await Eventually.BecomesTrueAsync(async () => await GetAsync(gateway) == HttpStatusCode.OK, Limit, "it is back");
    }

    [Fact]
    public async Task A_stopped_upstream_is_a_502_and_is_found_again_when_it_is_started()
    {
        await using var upstream = await _host.StartUpstreamAsync("stopped", "stopped");
        await using var gateway = await _host.StartGatewayAsync(Config("http://stopped:8080", "\"MaxRetries\": 0, \"CircuitBreaker\": { \"Enabled\": false }"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(gateway));

        await upstream.StopAsync();

        using (var response = await gateway.Client.GetAsync("r/api/healthcheck"))
        {
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Contains("\"reason\":\"connect_failed\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // It may have another address now.
        await upstream.StartAsync();
        await Eventually.BecomesTrueAsync(async () => await GetAsync(gateway) == HttpStatusCode.OK, Limit, "it is back");
    }

    [Fact]
    public async Task Two_replicas_behind_one_name_both_get_requests_and_the_loss_of_one_fails_none()
    {
        await using var one = await _host.StartUpstreamAsync("replicas", "one");
        await using var two = await _host.StartUpstreamAsync("replicas", "two");

        // The name is looked up for each connection: new ones come often here.
        await using var gateway = await _host.StartGatewayAsync(Config("http://replicas:8080", "\"Connections\": { \"Lifetime\": \"00:00:01\" }"));
        HashSet<string> instances = [];
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var response = await gateway.Client.GetAsync("r/api/healthcheck");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            instances.Add(response.Headers.GetValues("X-Fake-Instance").Single());
            return instances.Count == 2;
        }, Limit, "both replicas get requests");

        await one.StopAsync();

        for (var i = 0; i < 50; i++)
            Assert.Equal(HttpStatusCode.OK, await GetAsync(gateway));
    }

    private static async Task<HttpStatusCode> GetAsync(GatewayContainer gateway)
    {
        using var response = await gateway.Client.GetAsync("r/api/healthcheck");
        return response.StatusCode;
    }

    private static string Config(string target, string settings) => $$"""
        { "Routes": { "r": { "Path": "/r/{**path}", "StripPath": true, "Targets": "{{target}}", {{settings}} } } }
        """;
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Tests.Sessions;

namespace Gateway.Tests.LoadBalancing;

/// <summary>A route whose targets all have weight 0: it is there, and nothing is sent.</summary>
public sealed class NoWeightTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Requests_get_no_target_and_the_status_shows_no_share()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SharingTests.Weighted((a, 0), (b, 0)));

        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            using HttpRequestMessage request = new(method, "/api/x") { Content = method == HttpMethod.Post ? new StringContent("body") : null };
            using var response = await gateway.Client.SendAsync(request);
            await Problem.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "no_target");
            Assert.Null(response.Headers.RetryAfter);
        }

        Assert.Equal("0, 0", await SharesAsync(gateway));
        Assert.Empty(a.Received);
        Assert.Empty(b.Received);
    }

    [Fact]
    public async Task A_reload_takes_the_last_weight_away_and_gives_it_back()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SharingTests.Weighted((a, 1), (b, 0)));
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        await gateway.ReconfigureAsync(SharingTests.Weighted((a, 0), (b, 0)));
        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway) == HttpStatusCode.ServiceUnavailable, Limit, "the weights are 0");
        Assert.Null(gateway.Gateway.LastError);
        Assert.Equal("0, 0", await SharesAsync(gateway));

        await gateway.ReconfigureAsync(SharingTests.Weighted((a, 0), (b, 1)));
        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway) == HttpStatusCode.OK, Limit, "b has a weight");
        Assert.Equal("0, 100", await SharesAsync(gateway));
        Assert.Equal("b", await gateway.Client.GetStringAsync("/api/x"));
    }

    [Fact]
    public async Task Sessions_have_no_target_until_a_weight_is_back()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (a, 0), (b, 0)));

        foreach (var cookie in (string?[])[null, "gw-r=0123"])
        {
            using var response = await gateway.AskAsync(cookie);
            await Problem.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "no_target");
        }

        await gateway.ReconfigureAsync(SessionGateway.Config("{}", (a, 0), (b, 1)));
        await Eventually.BecomesTrueAsync(async () => await gateway.TargetOfAsync("0123") == "b", Limit, "b has a weight");
    }

    [Fact]
    public async Task Health_is_that_of_the_service_whatever_the_weights()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "r": { "Path": "/api/{**path}", "LoadBalancing": "Weighted", "HealthCheckPath": "/health", "HealthCheck": { "Interval": "00:00:01", "UnhealthyThreshold": 1 },
              "Targets": [ { "Name": "a", "Address": "{{a.Address}}", "Weight": 0 } ] } } }
            """);
        await SeesAsync(gateway, HttpStatusCode.OK, "healthy", "healthy");

        await a.StopAsync();
        await SeesAsync(gateway, HttpStatusCode.ServiceUnavailable, "degraded", "unhealthy");
        using var response = await gateway.Client.GetAsync("/api/x");
        await Problem.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "no_target");
    }

    [Fact]
    public async Task Routes_in_code_may_have_no_weight_too()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var app = await CodeApp.StartAsync(gateway => gateway.AddRoute("built", "/built", route => route.LoadBalance(LoadBalancingPolicy.Weighted).To(a.Address, weight: 0)));
        GatewayRoute route = new() { Name = "added", Path = "/added", LoadBalancing = LoadBalancingPolicy.Weighted, Targets = [new("a", new(a.Address), 0)] };
        await app.Gateway.AddAsync(route);

        foreach (var path in (string[])["/built", "/added"])
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Client.GetAsync(path)).StatusCode);

        await app.Gateway.ReplaceAsync(route with { Targets = [new("a", new(a.Address), 1)] });
        Assert.Equal("a", await app.Client.GetStringAsync("/added"));
        await app.Gateway.ReplaceAsync(route);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Client.GetAsync("/added")).StatusCode);
        Assert.Single(a.Received);
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway)
    {
        using var response = await gateway.Client.GetAsync("/api/x");
        return response.StatusCode;
    }

    private static async Task<string> SharesAsync(GatewayInstance gateway) =>
        string.Join(", ", (await TargetsAsync(gateway)).Select(target => target.GetProperty("share").GetRawText()));

    private static async Task<JsonElement[]> TargetsAsync(GatewayInstance gateway) =>
        [.. (await gateway.Client.GetFromJsonAsync<JsonElement>("/gateway/status")).GetProperty("routes")[0].GetProperty("targets").EnumerateArray()];

    private static Task SeesAsync(GatewayInstance gateway, HttpStatusCode status, string overall, string target) => Eventually.BecomesTrueAsync(
        async () =>
        {
            using var health = await gateway.Client.GetAsync("/health");
            return health.StatusCode == status
                && await health.Content.ReadAsStringAsync() == $$$"""{"status":"{{{overall}}}","services":{"r":"{{{target}}}"}}"""
                && (await TargetsAsync(gateway))[0].GetProperty("health").GetString() == target;
        },
        Limit, $"{overall}, and the target {target}");
}

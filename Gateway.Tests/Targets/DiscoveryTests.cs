using Gateway.Tests.Harness;

namespace Gateway.Tests.Targets;

public sealed class DiscoveryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("services:orders:default:0")]
    [InlineData("services:orders:http:0")]
    [InlineData("services:orders:default")]
    public async Task A_targets_host_is_looked_up_under_default_and_under_its_scheme(string key)
    {
        await using var upstream = await Upstream.StartAsync("found");
        await using var gateway = await StartAsync("http://orders", (key, upstream.Address));

        Assert.Equal("found", await gateway.Client.GetStringAsync("/api/"));
        Assert.Equal($"127.0.0.1:{upstream.Port}", Assert.Single(upstream.Received).Header("Host"));
    }

    [Fact]
    public async Task Default_comes_before_the_scheme()
    {
        await using var first = await Upstream.StartAsync("default");
        await using var second = await Upstream.StartAsync("http");
        await using var gateway = await StartAsync("http://orders", ("services:orders:http:0", second.Address), ("services:orders:default:0", first.Address));

        Assert.Equal("default", await gateway.Client.GetStringAsync("/api/"));
    }

    [Fact]
    public async Task Several_endpoints_of_one_target_share_its_requests_evenly()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var c = await Upstream.StartAsync("c");
        await using var gateway = await StartAsync(
            "http://orders", ("services:orders:http:0", a.Address), ("services:orders:http:1", b.Address), ("services:orders:http:2", c.Address));

        for (var i = 0; i < 12; i++)
            await gateway.Client.GetStringAsync("/api/");

        Assert.Equal((4, 4, 4), (a.Received.Count, b.Received.Count, c.Received.Count));
    }

    [Fact]
    public async Task A_host_that_discovery_does_not_know_is_an_ordinary_name()
    {
        await using var upstream = await Upstream.StartAsync("plain");
        await using var gateway = await StartAsync($"http://localhost:{upstream.Port}");

        Assert.Equal("plain", await gateway.Client.GetStringAsync("/api/"));
    }

    [Fact]
    public async Task The_targets_own_path_stands_before_the_forwarded_one()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync("http://orders/base/", ("services:orders:http:0", upstream.Address));

        await gateway.Client.GetStringAsync("/api/x?y=1");

        Assert.Equal("/base/x?y=1", Assert.Single(upstream.Received).Target);
    }

    [Fact]
    public async Task Endpoints_that_come_and_go_are_seen_while_requests_run_and_none_fails()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        ChangingSource services = new(("services:orders:http:0", a.Address));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://orders"), services.AddTo);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/"));

        services.Change("services:orders:http:1", b.Address);
        await Eventually.BecomesTrueAsync(async () => await gateway.Client.GetStringAsync("/api/") == "b", Limit, "the new one is used");

        services.Change("services:orders:http:0", b.Address);
        await Eventually.BecomesTrueAsync(
            async () => await gateway.Client.GetStringAsync("/api/") == "b" && await gateway.Client.GetStringAsync("/api/") == "b" && await gateway.Client.GetStringAsync("/api/") == "b",
            Limit, "only the new one is used");
    }

    private static Task<GatewayInstance> StartAsync(string target, params (string Key, string Value)[] settings) =>
        GatewayInstance.StartAsync(GatewayConfig.Route(target), new ChangingSource(settings).AddTo);
}

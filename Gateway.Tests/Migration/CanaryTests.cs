namespace Gateway.Tests.Migration;

public sealed class CanaryTests
{
    [Fact]
    public async Task A_canary_of_5_percent_gets_50_of_1000_requests()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("canary-95-5");
        await gateway.ShowsAsync("canary-95-5");

        Assert.Equal(MigrationDoc.Counts("canary-95-5"), await gateway.Client.CountAnswersAsync(1000));
    }

    [Fact]
    public async Task Clients_do_not_notice_a_bad_canary_and_its_share_goes_to_the_other()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("canary-95-5");
        await gateway.ShowsAsync("canary-95-5");
        services.V2.Answer = context => MigratedServices.Answering("v2", context.Request.Headers.UserAgent == "gateway-health-check" ? 200 : 503)(context);

        Assert.Equal(["    200 200 v1"], await gateway.Client.CountAnswersAsync(200));

        // A request that comes when the break is over is the probe, which fails: the circuit is open again.
        await gateway.ShowsAsync("canary-down", OneMoreAsync);

        // New weights do not make it well.
        await services.ChangeAsync(gateway, "canary-50-50");
        await Harness.Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == 2, TimeSpan.FromSeconds(20), "version 2");
        await OneMoreAsync();
        var target = (await gateway.StatusAsync()).GetProperty("routes")[0].GetProperty("targets")[1];
        Assert.Equal("open", target.GetProperty("circuit").GetString());
        Assert.Equal(0, target.GetProperty("share").GetDouble());

        async Task OneMoreAsync() => Assert.Equal(["      1 200 v1"], await gateway.Client.CountAnswersAsync(1));
    }

    [Fact]
    public async Task A_post_that_the_canary_fails_is_not_sent_twice()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("canary-95-5");
        services.V2.Answer = MigratedServices.Answering("v2", status: 503);

        var counts = await gateway.Client.CountAnswersAsync(20, () => new(HttpMethod.Post, "/api/telemetry/api/config/clear_cache"));

        Assert.Equal(["     19 200 v1", "      1 503 v2"], counts);
    }

    [Fact]
    public async Task A_canary_in_code_shares_like_one_in_JSON_and_is_switched_while_it_runs()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var program = await RunningProgram.StartAsync(Programs.Canary, services);

        Assert.Equal(["     95 200 v1", "      5 200 v2"], await program.Client.CountAnswersAsync(100));
        await Programs.SwitchAsync(program.Gateway);
        Assert.Equal(["     20 200 v2"], await program.Client.CountAnswersAsync(20));
    }

    [Fact]
    public async Task A_sticky_canary_keeps_each_user_at_one_version_in_JSON_as_in_code()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("sticky-canary");
        await using var program = await RunningProgram.StartAsync(Programs.StickyCanary, services);

        HashSet<string> versions = [];
        foreach (var user in Sessions.SessionRoute.Ids(60))
        {
            HttpRequestMessage OfUser() => new(HttpMethod.Get, Observing.Path) { Headers = { { "Cookie", $"gw-telemetry={user}" } } };
            var version = Assert.Single(await gateway.Client.CountAnswersAsync(3, OfUser));
            Assert.Equal([version], await program.Client.CountAnswersAsync(3, OfUser));
            versions.Add(version);
        }

        Assert.Equal(["      3 200 v1", "      3 200 v2"], versions.Order());
    }

    [Fact]
    public async Task A_route_of_the_configuration_cannot_be_changed_in_code()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("canary-95-5");

        var route = gateway.Gateway.Routes[0];
        foreach (var change in (Func<Task>[])[() => gateway.Gateway.ReplaceAsync(route with { StripPath = false }), () => gateway.Gateway.RemoveAsync(route.Name.ToUpperInvariant())])
        {
            var error = Assert.Single((await Assert.ThrowsAsync<GatewayConfigurationException>(change)).Errors);
            Assert.Equal(("Gateway:Routes:telemetry", "is a route of the configuration; allowed: change it there, or a route that was added in code"), (error.Path, error.Message));
        }

        Assert.False(await gateway.Gateway.ReplaceAsync(route with { Name = "none" }));

        Assert.Equal(1, await gateway.VersionAsync());
        Assert.True(gateway.Gateway.Routes[0].StripPath);
    }
}

using Gateway.Tests.Harness;

namespace Gateway.Tests.Sessions;

/// <summary>Where the requests of sessions go, over sockets.</summary>
public sealed class SessionRoutingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly string[] Ids = [.. SessionRoute.Ids(60)];

    [Fact]
    public async Task Two_gateways_agree_on_every_cookie_and_so_does_one_that_was_restarted()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var c = await Upstream.StartAsync("c");
        await using var first = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (a, 5), (b, 3), (c, 2)));
        string[] before;
        await using (var second = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (c, 2), (b, 3), (a, 5))))
            before = await second.TargetsOfAsync(Ids);
        await using var restarted = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (c, 2), (b, 3), (a, 5)));

        Assert.Equal(["a", "b", "c"], before.Distinct().Order());
        Assert.Equal(before, await first.TargetsOfAsync(Ids));
        Assert.Equal(before, await restarted.TargetsOfAsync(Ids));
    }

    [Fact]
    public async Task A_ramp_takes_no_session_back_and_a_rollback_moves_all()
    {
        await using var v1 = await Upstream.StartAsync("v1");
        await using var v2 = await Upstream.StartAsync("v2");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (v1, 95), (v2, 5)));
        var version = 1;
        var moved = await OfCanaryAsync();
        Assert.NotEmpty(moved);

        foreach (var weight in (int[])[25, 50, 100])
        {
            await ChangeAsync(weight);
            var next = await OfCanaryAsync();
            Assert.Superset(moved, next);
            Assert.True(next.Count > moved.Count, $"{weight}: {next.Count}");
            moved = next;
        }

        Assert.Equal(Ids.Length, moved.Count);
        await ChangeAsync(0);
        Assert.Empty(await OfCanaryAsync());

        async Task<HashSet<string>> OfCanaryAsync() => [.. Ids.Zip(await gateway.TargetsOfAsync(Ids)).Where(pair => pair.Second == "v2").Select(pair => pair.First)];

        async Task ChangeAsync(int weight)
        {
            await gateway.ReconfigureAsync(SessionGateway.Config("{}", (v1, 100 - weight), (v2, weight)));
            version++;
            await Eventually.BecomesTrueAsync(() => gateway.Gateway.Table.Version == version, Limit, $"version {version}");
        }
    }

    [Fact]
    public async Task While_a_target_is_away_its_sessions_go_to_the_other_and_come_back()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config(
            "{}", "\"CircuitBreaker\": { \"MinimumThroughput\": 1, \"BreakDuration\": \"00:00:00.1\", \"MaxBreakDuration\": \"00:00:00.1\" },", (a, 1), (b, 1)));
        var before = await gateway.TargetsOfAsync(Ids);

        await a.StopAsync();
        Assert.All(await gateway.TargetsOfAsync(Ids), target => Assert.Equal("b", target));
        await a.StartAsync();

        var ofA = Ids[Array.IndexOf(before, "a")];
        await Eventually.BecomesTrueAsync(async () => await gateway.TargetOfAsync(ofA) == "a", Limit, "the session is back");
        Assert.Equal(before, await gateway.TargetsOfAsync(Ids));
    }

    [Fact]
    public async Task A_retry_goes_to_the_sessions_next_choice_and_the_next_request_to_its_first_again()
    {
        var upstreams = await Task.WhenAll(new[] { "a", "b", "c" }.Select(name => Upstream.StartAsync(name)));
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", "\"CircuitBreaker\": { \"Enabled\": false },", [.. upstreams.Select(upstream => (upstream, 1))]));
        var route = SessionRoute.Begin(("a", 1), ("b", 1), ("c", 1));

        foreach (var session in Ids[..12])
        {
            var first = route.EndpointOf(session)!;
            var broken = upstreams.Single(upstream => upstream.Name == first.Target.Name);
            var well = broken.Answer;
            broken.Answer = context =>
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            };
            Assert.Equal(route.TargetOf(session, first), await gateway.TargetOfAsync(session));
            broken.Answer = well;
            Assert.Equal(first.Target.Name, await gateway.TargetOfAsync(session));
        }

        foreach (var upstream in upstreams)
            await upstream.DisposeAsync();
    }

    [Fact]
    public async Task Routes_with_one_session_name_send_a_session_to_targets_of_one_name()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        string Route(string path) => $$"""{ "Path": "{{path}}", "SessionPersistence": { "SessionName": "shop" }, "Targets": [ { "Name": "v1", "Address": "{{a.Address}}" }, { "Name": "v2", "Address": "{{b.Address}}" } ] }""";
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "orders": {{Route("/orders")}}, "pages": {{Route("/pages")}} } }""");

        foreach (var session in Ids[..12])
        {
            using var orders = await gateway.AskAsync($"shop={session}", path: "/orders");
            using var pages = await gateway.AskAsync($"shop={session}", path: "/pages");
            Assert.Equal(await orders.Content.ReadAsStringAsync(), await pages.Content.ReadAsStringAsync());
        }
    }
}

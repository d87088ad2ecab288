using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Runtime;

public sealed class CodeRouteTests
{
    [Fact]
    public async Task A_route_in_code_shares_by_weight()
    {
        await using var legacy = await Upstream.StartAsync("legacy");
        await using var next = await Upstream.StartAsync("next");
        await using var app = await CodeApp.StartAsync(gateway => gateway.AddRoute("orders", "/api/orders/{**path}", route => route
            .Methods("GET")
            .LoadBalance(LoadBalancingPolicy.Weighted)
            .To(legacy.Address, weight: 3, name: "legacy")
            .To(next.Address, weight: 1, name: "next")
            .RewritePath("/v1/{**path}")));

        for (var i = 0; i < 8; i++)
            await app.Client.GetStringAsync("/api/orders/7");

        Assert.Equal(6, legacy.Received.Count);
        Assert.Equal(2, next.Received.Count);
        Assert.All(legacy.Received, request => Assert.Equal("/v1/7", request.Target));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await app.Client.DeleteAsync("/api/orders/7")).StatusCode);
    }

    [Fact]
    public async Task Routes_come_and_go_while_running()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var app = await CodeApp.StartAsync();
        GatewayRoute route = new() { Name = "late", Path = "/late", Targets = [RouteTarget.At(new(upstream.Address))] };

        await app.Gateway.AddAsync(route);
        Assert.Equal("upstream", await app.Client.GetStringAsync("/late"));
        Assert.Contains(app.Gateway.Routes, known => known.Name == "late");

        Assert.True(await app.Gateway.RemoveAsync("late"));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/late")).StatusCode);
        Assert.False(await app.Gateway.RemoveAsync("late"));
    }

    [Fact]
    public async Task A_route_that_is_not_allowed_is_refused_with_every_reason_and_changes_nothing()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var app = await CodeApp.StartAsync(gateway => gateway.AddRoute("one", "/one", route => route.To(upstream.Address)));

        var refused = await Assert.ThrowsAsync<GatewayConfigurationException>(() => app.Gateway.AddAsync(new()
        {
            Name = "one",
            Path = "/one",
            Targets = [new("t", new("ftp://x"), -1)],
            Timeout = TimeSpan.Zero,
        }));

        Assert.Contains(refused.Errors, problem => problem.Path == "Gateway:Routes:one:Timeout");
        Assert.Contains(refused.Errors, problem => problem.Path == "Gateway:Routes:one:Targets:0:Address");
        Assert.Contains(refused.Errors, problem => problem.Path == "Gateway:Routes:one:Targets:0:Weight");
        Assert.Contains(refused.Errors, problem => problem.Message.Contains("called \"one\"", StringComparison.Ordinal));
        Assert.Equal("upstream", await app.Client.GetStringAsync("/one"));
    }
}

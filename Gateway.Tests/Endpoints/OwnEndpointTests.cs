using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Endpoints;

public sealed class OwnEndpointTests
{
    [Fact]
    public async Task Behind_a_route_that_takes_everything_the_gateways_own_endpoints_win()
    {
        await using var monolith = await Upstream.StartAsync("monolith");
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "all": { "Path": "/{**path}", "Targets": "{{monolith.Address}}" }, "area": { "Path": "/{area}/{**path}", "Targets": "{{monolith.Address}}" } } }""");

        foreach (var (path, status) in new[] { ("/alive", 200), ("/ready", 200), ("/health", 200), ("/docs", 200), ("/docs/no-such-asset", 404), ("/openapi/v1.json", 200), ("/gateway/status", 200), ("/gateway/health", 200) })
        {
            using var response = await gateway.Client.GetAsync(path);
            Assert.Equal((path, status), (path, (int)response.StatusCode));
        }

        Assert.Empty(monolith.Received);
        foreach (var path in (string[])["/index.html", "/health/live", "/orders/7", "/gateways"])
            Assert.Equal("monolith", await gateway.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task Of_two_routes_that_fit_equally_though_no_check_can_know_it_the_first_by_name_takes_the_request()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "b": { "Path": "/x/{number:regex(^7.+5$)}", "Targets": "{{b.Address}}" }, "a": { "Path": "/x/{id:regex(^.6)}", "Targets": "{{a.Address}}" }, "c": { "Path": "/x/{name:alpha}", "Targets": "{{b.Address}}" } } }
            """);

        Assert.Equal("a", await gateway.Client.GetStringAsync("/x/765"));
        Assert.Equal("b", await gateway.Client.GetStringAsync("/x/775"));
        Assert.Equal("b", await gateway.Client.GetStringAsync("/x/seven"));
        using var none = await gateway.Client.GetAsync("/x/7a");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_narrower_route_goes_before_a_wider_one_wherever_it_stands()
    {
        await using var old = await Upstream.StartAsync("old");
        await using var next = await Upstream.StartAsync("new");
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "all": { "Path": "/{**path}", "Targets": "{{old.Address}}" }, "users": { "Path": "/api/users/{**path}", "Targets": "{{next.Address}}", "Methods": ["GET"] } } }
            """);

        Assert.Equal("new", await gateway.Client.GetStringAsync("/api/users/7"));
        Assert.Equal("old", await gateway.Client.GetStringAsync("/api/orders"));
        using var post = await gateway.Client.PostAsync("/api/users/7", null);
        Assert.Equal("old", await post.Content.ReadAsStringAsync());
    }
}

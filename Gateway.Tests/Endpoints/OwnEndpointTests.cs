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

    [Theory]
    [InlineData("/", 307)]
    [InlineData("/alive", 200)]
    [InlineData("/ready", 200)]
    [InlineData("/health", 503)]
    [InlineData("/docs", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/gateway/status", 200)]
    [InlineData("/gateway/health", 503)]
    public async Task HEAD_is_answered_as_GET_without_the_body(string path, int status)
    {
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""{ "Routes": { "all": { "Path": "/{area}/{**path}", "HealthCheckPath": "/", "Targets": "http://127.0.0.1:{{Ports.Free()}}" } } }""");
        using var get = await gateway.Client.GetAsync(path);
        Assert.Equal(status, (int)get.StatusCode);

        // Two on one connection: a body would be read as the second response.
        var answer = await RawClient.ExchangeAsync(gateway.Address, $"HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\nHEAD {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        var heads = answer.Split("\r\n\r\n");
        Assert.Equal(3, heads.Length);
        Assert.Equal(string.Empty, heads[2]);
        foreach (var head in heads[..2])
        {
            Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
            Assert.Equal(get.Content.Headers.ContentType?.MediaType, Field(head, "Content-Type")?.Split(';')[0]);
            Assert.Equal(get.Headers.Location?.OriginalString, Field(head, "Location"));
        }
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

    private static string? Field(string head, string name) =>
        head.Split("\r\n").SingleOrDefault(line => line.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..];
}

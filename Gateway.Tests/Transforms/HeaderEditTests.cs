using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Transforms;

public sealed class HeaderEditTests
{
    [Fact]
    public async Task Request_headers_are_set_and_removed_whatever_kind_they_are()
    {
        await using var upstream = await Upstream.StartAsync("u");
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, """
            "RequestHeaders": {
              "Set": { "X-Gateway": "on", "X-Twice": "once", "Content-Type": "text/plain", "User-Agent": "odd (agent", "X-Empty": "" },
              "Remove": ["X-Debug-Info", "Content-Language", "Accept"] }
            """));
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/x") { Content = new StringContent("{}") };
        request.Content.Headers.ContentLanguage.Add("de");
        foreach (var (name, value) in new[] { ("x-debug-info", "secret"), ("Accept", "text/html"), ("X-Twice", "a"), ("X-Twice", "b"), ("X-Other", "stays") })
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await gateway.Client.SendAsync(request);

        var received = Assert.Single(upstream.Received);
        Assert.Equal(("on", "once", "text/plain", "odd (agent", "", "stays"), (
            received.Header("X-Gateway"), received.Header("X-Twice"), received.Header("Content-Type"), received.Header("User-Agent"), received.Header("X-Empty"), received.Header("X-Other")));
        Assert.All((string[])["X-Debug-Info", "Content-Language", "Accept"], name => Assert.Null(received.Header(name)));
        Assert.Equal("2", received.Header("Content-Length"));
    }

    [Fact]
    public async Task A_content_header_is_set_on_a_request_without_a_body_too()
    {
        await using var upstream = await Upstream.StartAsync("u");
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, """ "RequestHeaders": { "Set": { "Content-Type": "text/plain" } } """));

        Assert.Equal("u", await gateway.Client.GetStringAsync("/api/x"));

        var received = Assert.Single(upstream.Received);
        Assert.Equal(("text/plain", (string?)null), (received.Header("Content-Type"), received.Header("Transfer-Encoding")));
    }

    [Theory]
    [InlineData("\"MaxRetries\": 0", null)]
    [InlineData("\"PreserveHost\": true", "shop.example")]
    [InlineData("\"PreserveHost\": false", null)]
    [InlineData("\"RequestHeaders\": { \"Set\": { \"host\": \"orders:8080\" } }", "orders:8080")]
    public async Task The_host_is_the_targets_the_clients_or_the_one_set(string setting, string? expected)
    {
        await using var upstream = await Upstream.StartAsync("u");
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, setting));
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/x");
        request.Headers.Host = "shop.example";

        using var response = await gateway.Client.SendAsync(request);

        var received = Assert.Single(upstream.Received);
        Assert.Equal(expected ?? new Uri(upstream.Address).Authority, received.Header("Host"));
        Assert.Equal("shop.example", received.Header("X-Forwarded-Host"));
    }

    [Fact]
    public async Task Response_headers_are_set_and_removed_whatever_kind_they_are()
    {
        await using var upstream = await Upstream.StartAsync("u", context =>
        {
            context.Response.Headers.Server = "upstream/1";
            context.Response.Headers["X-Powered-By"] = "much";
            context.Response.Headers["X-Twice"] = new(["a", "b"]);
            context.Response.Headers.ContentType = "text/plain";
            context.Response.Headers.ContentLanguage = "de";
            return context.Response.WriteAsync("body");
        });
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, """
            "ResponseHeaders": { "Set": { "X-Twice": "once", "Content-Type": "text/html", "Cache-Control": "no-store" }, "Remove": ["Server", "x-powered-by", "Content-Language"] }
            """));

        using var response = await gateway.Client.GetAsync("/api/x");

        Assert.Equal(["once"], response.Headers.GetValues("X-Twice"));
        Assert.Equal("text/html", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.All((string[])["Server", "X-Powered-By"], name => Assert.False(response.Headers.Contains(name)));
        Assert.Empty(response.Content.Headers.ContentLanguage);
        Assert.Equal("body", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_upstreams_Server_header_passes_when_nobody_removes_it()
    {
        await using var upstream = await Upstream.StartAsync("u", context =>
        {
            context.Response.Headers.Server = "upstream/1";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"MaxRetries\": 0"));

        using var response = await gateway.Client.GetAsync("/api/x");

        Assert.Equal("upstream/1", response.Headers.Server.ToString());
    }

    private static string Route(string address, string members) => $$"""{ "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{address}}", {{members}} } } }""";
}

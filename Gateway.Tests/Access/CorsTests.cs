using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

public sealed class CorsTests
{
    private const string Page = "https://app.example.com";

    [Fact]
    public async Task By_default_any_page_may_read_without_credentials()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Methods\": [\"GET\"]"));

        using var simple = await SendAsync(gateway, HttpMethod.Get);
        using var preflight = await PreflightAsync(gateway, Page);

        Assert.Equal("*", Header(simple, "Access-Control-Allow-Origin"));
        Assert.Null(Header(simple, "Access-Control-Allow-Credentials"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("*", Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Equal("GET", Header(preflight, "Access-Control-Allow-Methods"));
        Assert.Equal("x-a", Header(preflight, "Access-Control-Allow-Headers"));
        Assert.Single(upstream.Received);
    }

    [Fact]
    public async Task A_page_may_read_the_gateways_own_errors_too()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", "\"MaxRetries\": 0"));

        using var response = await SendAsync(gateway, HttpMethod.Get);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("*", Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task An_upstreams_own_headers_stay_while_the_route_names_no_origins()
    {
        await using var upstream = await Upstream.StartAsync(answer: context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = Page;
            context.Response.Headers.AccessControlAllowCredentials = "true";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await SendAsync(gateway, HttpMethod.Get);

        Assert.Equal(Page, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal("true", Header(response, "Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData(Page, Page)]
    [InlineData("https://evil.example.com", null)]
    public async Task Only_the_named_origins_may_call_with_credentials(string origin, string? allowed)
    {
        await using var upstream = await Upstream.StartAsync(answer: context =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $$"""
            "Cors": { "Origins": ["{{Page}}"], "Credentials": true, "ExposedHeaders": ["X-Total"] }
            """));

        using var simple = await SendAsync(gateway, HttpMethod.Get, origin);
        using var preflight = await PreflightAsync(gateway, origin);

        foreach (var response in (HttpResponseMessage[])[simple, preflight])
        {
            Assert.Equal(allowed, Header(response, "Access-Control-Allow-Origin"));
            Assert.Equal(allowed is null ? null : "true", Header(response, "Access-Control-Allow-Credentials"));
            Assert.Contains("Origin", Header(response, "Vary"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_request_of_no_page_gets_no_header()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/x");

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    private static Task<HttpResponseMessage> PreflightAsync(GatewayInstance gateway, string origin) =>
        SendAsync(gateway, HttpMethod.Options, origin, ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "x-a"));

    private static async Task<HttpResponseMessage> SendAsync(GatewayInstance gateway, HttpMethod method, string origin = Page, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, "/api/x");
        request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await gateway.Client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}

using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Access;

public sealed class CorsTests
{
    private const string Page = "https://app.example.com";

    private const string AnyOrigin = "\"Cors\": {}";

    [Theory]
    [InlineData("")]
    [InlineData("\"Cors\": null")]
    [InlineData("\"Cors\": { \"Enabled\": false, \"Origins\": [\"https://app.example.com\"] }")]
    public async Task Without_the_section_CORS_is_the_upstreams_own_matter(string settings)
    {
        await using var upstream = await Upstream.StartAsync(answer: context =>
        {
            context.Response.StatusCode = HttpMethods.IsOptions(context.Request.Method) ? 299 : 200;
            if (context.Request.Headers.Origin == Page)
                context.Response.Headers.AccessControlAllowOrigin = Page;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, settings));

        foreach (var (origin, allowed) in ((string, string?)[])[(Page, Page), ("https://denied.example.com", null)])
        {
            using var simple = await SendAsync(gateway, HttpMethod.Get, origin);
            using var preflight = await PreflightAsync(gateway, origin);

            Assert.Equal(299, (int)preflight.StatusCode);
            Assert.Equal(allowed, Header(preflight, "Access-Control-Allow-Origin"));
            Assert.Equal(allowed, Header(simple, "Access-Control-Allow-Origin"));
            Assert.Null(Header(simple, "Vary"));
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{ \"Enabled\": false }")]
    public async Task A_route_can_turn_off_what_it_inherits(string cors)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"Cors\": {cors}", "\"Defaults\": { \"Cors\": {} }"));

        using var response = await SendAsync(gateway, HttpMethod.Get);

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task With_an_empty_section_any_page_may_read_without_credentials()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"Methods\": [\"GET\"], {AnyOrigin}"));

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
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", $"\"MaxRetries\": 0, {AnyOrigin}"));

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
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, AnyOrigin));

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
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, AnyOrigin));

        using var response = await gateway.Client.GetAsync("/api/x");

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("{}", null, "Origin")]
    [InlineData("{}", "Accept-Encoding", "Accept-Encoding, Origin")]
    [InlineData("{}", "Accept-Encoding, origin", "Accept-Encoding, origin")]
    [InlineData("{ \"Origins\": [\"https://app.example.com\"] }", "Origin", "Origin")]
    [InlineData("{ \"Origins\": [\"https://app.example.com\"] }", "*", "*")]
    [InlineData("{ \"Origins\": [\"https://app.example.com\"] }", null, "Origin")]
    public async Task Every_response_varies_by_origin_and_says_so_once(string cors, string? upstreams, string expected)
    {
        await using var upstream = await Upstream.StartAsync(answer: context =>
        {
            context.Response.Headers.Vary = upstreams;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"Cors\": {cors}"));

        using var ofNobody = await gateway.Client.GetAsync("/api/x");
        using var ofPage = await SendAsync(gateway, HttpMethod.Get);
        using var ofStranger = await SendAsync(gateway, HttpMethod.Get, "https://evil.example.com");

        foreach (var response in (HttpResponseMessage[])[ofNobody, ofPage, ofStranger])
            Assert.Equal(expected, Header(response, "Vary"));
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

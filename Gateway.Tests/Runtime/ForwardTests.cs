using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Runtime;

public sealed class ForwardTests
{
    [Fact]
    public async Task A_handler_decides_where_its_request_goes()
    {
        await using var users = await Upstream.StartAsync("users");
        await using var monolith = await Upstream.StartAsync("monolith");
        await using var app = await CodeApp.StartAsync(map: app => app.Map("/api/legacy/{area}/{**rest}", (string area) =>
            area == "users" ? Forward.To(users.Address, "/v2/{**rest}") : Forward.To(monolith.Address)));

        Assert.Equal("users", await app.Client.GetStringAsync("/api/legacy/users/7%2F8?x=1"));
        Assert.Equal("monolith", await app.Client.GetStringAsync("/api/legacy/orders/9"));

        Assert.Equal("/v2/7%2F8?x=1", Assert.Single(users.Received).Target);
        Assert.Equal("/api/legacy/orders/9", Assert.Single(monolith.Received).Target);
    }

    [Fact]
    public async Task A_forward_retries_breaks_and_answers_like_a_route()
    {
        var settings = new RouteSettings { MaxRetries = 1, Retry = new() { BaseDelay = TimeSpan.Zero }, CircuitBreaker = new() { MinimumThroughput = 3, BreakDuration = TimeSpan.FromMinutes(1) } };
        var address = $"http://127.0.0.1:{Ports.Free()}";
        await using var app = await CodeApp.StartAsync(map: app => app.MapGet("/x", () => Forward.To(address, settings: settings)));

        List<string?> reasons = [];
        for (var i = 0; i < 3; i++)
        {
            using var response = await app.Client.GetAsync("/x");
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            reasons.Add(problem.GetProperty("reason").GetString());
        }

        Assert.Equal(["connect_failed", "connect_failed", "circuit_open"], reasons);
        var status = await app.Client.GetFromJsonAsync<JsonElement>("/gateway/status");
        var target = Assert.Single(status.GetProperty("routes").EnumerateArray()).GetProperty("targets")[0];
        Assert.Equal("open", target.GetProperty("circuit").GetString());
        Assert.Equal(5, target.GetProperty("failures").GetInt64());
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nabc")]
    [InlineData("Content-Length: 0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    public async Task A_body_that_the_handler_has_read_is_forwarded_when_it_is_buffered(string body)
    {
        var received = string.Empty;
        await using var upstream = await Upstream.StartAsync(answer: async context => received = await new StreamReader(context.Request.Body).ReadToEndAsync());
        await using var app = await CodeApp.StartAsync(map: app => app.MapPost("/x", async (HttpContext context) =>
        {
            context.Request.EnableBuffering();
            await new StreamReader(context.Request.Body).ReadToEndAsync();
            context.Request.Body.Position = 0;
            return Forward.To(upstream.Address);
        }));

        var answer = await RawClient.ExchangeAsync(app.Client.BaseAddress!, $"POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{body}");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(body.Contains("abc", StringComparison.Ordinal) ? "abc" : string.Empty, received);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\nabc", 100)]
    [InlineData("Content-Length: 3\r\n\r\nabc", 1)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 100)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 1)]
    public async Task A_body_that_the_handler_has_read_is_its_own_fault_and_the_log_says_so(string body, int read)
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync("""{ "Routes": {} }""", log.AddTo, app => app.MapPost("/x", async (HttpContext context) =>
        {
            await context.Request.Body.ReadAtLeastAsync(new byte[read], read, throwOnEndOfStream: false);
            return Forward.To(upstream.Address);
        }));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{body}");

        Assert.StartsWith("HTTP/1.1 500", answer, StringComparison.Ordinal);
        Assert.Contains("the application has read its body", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Received);
    }

    [Fact]
    public async Task An_address_that_is_none_is_a_clear_error_and_no_hole()
    {
        await using var app = await CodeApp.StartAsync(map: app => app.MapGet("/x", () => Forward.To("users")));

        using var response = await app.Client.GetAsync("/x");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }
}

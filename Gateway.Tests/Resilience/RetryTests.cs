using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Resilience;

public sealed class RetryTests
{
    [Theory]
    [InlineData("GET", 4)]
    [InlineData("HEAD", 4)]
    [InlineData("OPTIONS", 4)]
    [InlineData("PUT", 4)]
    [InlineData("DELETE", 4)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    public async Task A_status_that_counts_as_a_failure_is_tried_again_where_that_does_no_harm(string method, int attempts)
    {
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["X-Attempt"] = "yes";
            return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.WriteAsync("not now");
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", upstream.Address));

        using HttpRequestMessage request = new(new HttpMethod(method), "/x");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("yes", Assert.Single(response.Headers.GetValues("X-Attempt")));
        Assert.Equal(method == "HEAD" ? "" : "not now", await response.Content.ReadAsStringAsync());
        Assert.Equal(attempts, upstream.Received.Count);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task What_was_never_sent_is_tried_elsewhere_for_every_method(string method)
    {
        await using var good = await Upstream.StartAsync("good", context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", $"http://127.0.0.1:{Ports.Free()}", good.Address));

        for (var i = 0; i < 4; i++)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), "/x") { Content = method == "GET" ? null : new StringContent("body") };
            using var response = await gateway.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(method == "GET" ? "" : "body", await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(4, good.Received.Count);
    }

    [Fact]
    public async Task Each_attempt_goes_to_a_target_that_was_not_tried_yet()
    {
        RequestDelegate fail = context =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        };
        await using var a = await Upstream.StartAsync("a", fail);
        await using var b = await Upstream.StartAsync("b", fail);
        await using var c = await Upstream.StartAsync("c", fail);
        await using var d = await Upstream.StartAsync("d", fail);
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("""
            "LoadBalancing": "Random", "CircuitBreaker": { "Enabled": false },
            """, a.Address, b.Address, c.Address, d.Address));

        for (var i = 1; i <= 5; i++)
        {
            using var response = await gateway.Client.GetAsync("/x");
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.All([a, b, c, d], upstream => Assert.Equal(i, upstream.Received.Count));
        }
    }

    [Fact]
    public async Task The_last_answer_reaches_the_client_when_its_target_has_no_successor()
    {
        // The first failure opens the circuit: the next attempt that MaxRetries would allow finds no target.
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["X-Own"] = "1";
            return context.Response.WriteAsync("mine");
        });
        await using var gateway = await GatewayInstance.StartAsync(
            RetryConfig.Of("""
            "MaxRetries": 8, "CircuitBreaker": { "MinimumThroughput": 1 },
            """, upstream.Address),
            builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()));

        using var response = await gateway.Client.GetAsync("/x");

        Assert.Single(upstream.Received);
        Assert.Equal("mine", await response.Content.ReadAsStringAsync());
        Assert.True(response.Headers.Contains("X-Own"));
        Assert.True(response.Headers.Contains("X-CoreRL-Version"));

        // From now on the gateway answers for itself, and says truly when to come again.
        using var refused = await gateway.Client.GetAsync("/x");
        Assert.Equal("circuit_open", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reason").GetString());
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        Assert.Single(upstream.Received);
    }

    [Fact]
    public async Task Retries_are_bounded_under_total_failure()
    {
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("""
            "CircuitBreaker": { "Enabled": false },
            """, upstream.Address));

        const int requests = 2000;
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, stopping) =>
        {
            using var response = await gateway.Client.GetAsync("/x", stopping);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        });

        // A fifth, and what three at a time manage besides, which have no wait here.
        Assert.InRange(upstream.Received.Count, requests * 1.1, requests * 1.5);
    }
}

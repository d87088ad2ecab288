using System.Net;
using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

/// <summary>What the gateway sends is an attempt of its own, and what it answers has the gateway's fields.</summary>
public sealed class SendsTests
{
    [Theory]
    [InlineData("GET", 0, 1)]
    [InlineData("DELETE", 0, 1)]
    [InlineData("GET", 3, 4)]
    [InlineData("POST", 3, 1)]
    public async Task A_connection_that_ends_before_the_response_is_one_attempt(string method, int retries, int sends)
    {
        var requests = 0;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            Interlocked.Increment(ref requests);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"MaxRetries\": {retries}, \"Retry\": {{ \"BaseDelay\": \"00:00:00.001\" }}"));

        using var response = await gateway.Client.SendAsync(new(new HttpMethod(method), "/api/x"));

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, "upstream_reset");
        Assert.Equal(sends, requests);
        var target = await TargetStatus.WhenIdleAsync(gateway, sends);
        Assert.Equal((sends, sends), (target.Requests, target.Failures));
    }

    [Fact]
    public async Task A_kept_connection_that_ends_is_no_reason_to_send_twice()
    {
        var requests = 0;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            Interlocked.Increment(ref requests);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stopping);
            if ((await RawUpstream.ReadHeadAsync(stream, stopping)).Length > 0)
                Interlocked.Increment(ref requests);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 0"));

        using (var first = await gateway.Client.GetAsync("/api/x"))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await gateway.Client.GetAsync("/api/x");

        await Problem.AssertAsync(second, HttpStatusCode.BadGateway, "upstream_reset");
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task A_response_that_is_retried_leaves_the_gateways_fields_to_the_next()
    {
        var requests = 0;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Interlocked.Increment(ref requests) switch
            {
                1 => "HTTP/1.1 200 OK\r\nConnection: close\r\nX-Broken: 1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
                2 => "HTTP/1.1 200 OK\r\nX-Cut: 1\r\nContent-Length: 20\r\n\r\n",
                _ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            }), stopping);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Retry\": { \"BaseDelay\": \"00:00:00.001\" }"));

        var response = await RawClient.ExchangeAsync(gateway.Address, "GET /api/x HTTP/1.1\r\nHost: a\r\nX-Correlation-ID: abc\r\nConnection: close\r\n\r\n");

        Assert.EndsWith("\r\n\r\nok", response, StringComparison.Ordinal);
        Assert.Contains("\r\nX-CoreRL-Version: 0.0.1\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Correlation-ID: abc\r\n", response, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Broken", response, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Cut", response, StringComparison.Ordinal);
        Assert.Equal(3, requests);
    }

    // Without Connection: close, the next attempt may be sent on a connection that the upstream is about to close.
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab", 502)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 4\r\n\r\nmine", 503)]
    public async Task After_a_request_to_close_nothing_else_is_answered(string answer, int status)
    {
        var requests = 0;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            Interlocked.Increment(ref requests);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stopping);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 1, \"Retry\": { \"BaseDelay\": \"00:00:00.001\" }"));

        var response = await RawClient.ExchangeAsync(gateway.Address, "GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /api/second HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", response, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", response, StringComparison.Ordinal);
        Assert.Single(response.Split("HTTP/1.1 ").Skip(1));
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Retries_of_one_request_count_once_in_the_circuit()
    {
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 3, \"Retry\": { \"BaseDelay\": \"00:00:00.001\" }"));

        for (var i = 0; i < 2; i++)
        {
            using var page = await gateway.Client.GetAsync("/api/maintenance");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        }

        Assert.Equal(8, upstream.Received.Count);
        Assert.Equal("closed", (await TargetStatus.OfAsync(gateway)).Circuit);
    }
}

using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Resilience;

/// <summary>The time before another attempt, and the time that all attempts have.</summary>
public sealed class RetryDelayTests
{
    [Fact]
    public async Task The_whole_requests_time_is_over_also_while_an_answer_is_read_that_another_attempt_is_to_replace()
    {
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 10\r\n\r\n"u8.ToArray(), stopping);
            await Task.Delay(Timeout.Infinite, stopping);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, """ "Timeout": "00:00:03", "Timeouts": { "Read": "00:00:30" } """));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var response = await gateway.Client.GetAsync("/api/x", TestContext.Current.CancellationToken);

        // Without it, the answer's body would have 30 s.
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Waits_as_long_as_the_upstream_asks_when_there_is_time()
    {
        List<long> times = [];
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            times.Add(TimeProvider.System.GetTimestamp());
            context.Response.StatusCode = times.Count == 1 ? 503 : 200;
            context.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", upstream.Address));

        using var response = await gateway.Client.GetAsync("/x");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(TimeProvider.System.GetElapsedTime(times[0], times[1]).TotalSeconds, 0.95, 15);
    }

    [Fact]
    public async Task Does_not_wait_longer_than_there_is_time()
    {
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "3600";
            return context.Response.WriteAsync("busy");
        });
        await using var gateway = await GatewayInstance.StartAsync(RetryConfig.Of("", upstream.Address));

        using var response = await gateway.Client.GetAsync("/x").WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("busy", await response.Content.ReadAsStringAsync());
        Assert.Equal(4, upstream.Received.Count);
    }
}

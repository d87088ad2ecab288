using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Errors;

public sealed class TimeoutTests
{
    // Long for a busy machine, and before the 5 s of the default of Timeouts.Connect, the shortest.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(4.8);

    [Fact]
    public async Task A_connection_that_does_not_come_about_is_504_connect_timeout()
    {
        using FullPort upstream = new();
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Timeouts\": { \"Connect\": \"00:00:00.3\" }"));

        await AssertTimesOutAsync(gateway, "connect_timeout", client => client.GetAsync("/api/"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task An_upstream_that_does_not_answer_in_time_is_504_read_timeout(string method)
    {
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await NeverAsync(context);
        });
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Timeouts\": { \"Read\": \"00:00:00.3\" }"));

        await AssertTimesOutAsync(gateway, "read_timeout", async client =>
        {
            using HttpRequestMessage request = new(new HttpMethod(method), "/api/") { Content = method == "POST" ? new StringContent("x") : null };
            return await client.SendAsync(request);
        });
    }

    [Fact]
    public async Task An_upstream_that_does_not_take_the_body_is_504_write_timeout()
    {
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            stream.Socket.ReceiveBufferSize = 4096;
            await RawUpstream.ReadHeadAsync(stream, stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        });
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Timeouts\": { \"Write\": \"00:00:00.5\" }"));

        await AssertTimesOutAsync(gateway, "write_timeout", client => client.PostAsync("/api/", new ByteArrayContent(new byte[24 * 1024 * 1024])));
    }

    [Fact]
    public async Task A_slow_client_does_not_use_up_the_upstreams_time_to_take_the_body()
    {
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("whole");
        });
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Timeouts\": { \"Write\": \"00:00:01\" }"));

        using var response = await gateway.Client.PostAsync("/api/", new PushedContent(async stream =>
        {
            for (var piece = 0; piece < 2; piece++)
            {
                await stream.WriteAsync(new byte[100]);
                await stream.FlushAsync();
                var clock = Stopwatch.StartNew();
                await Eventually.BecomesTrueAsync(() => clock.ElapsedMilliseconds > 1200, Soon, "the client dawdles");
            }
        }));

        Assert.Equal("whole", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_the_route_allows_is_504_request_timeout()
    {
        await using var upstream = await Upstream.StartAsync(answer: NeverAsync);
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Timeout\": \"00:00:00.4\""));

        await AssertTimesOutAsync(gateway, "request_timeout", client => client.GetAsync("/api/"));
    }

    [Fact]
    public async Task The_routes_timeout_ends_with_the_headers_and_a_long_body_passes()
    {
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            for (var piece = 0; piece < 5; piece++)
            {
                await context.Response.WriteAsync("piece ");
                await context.Response.Body.FlushAsync();
                var clock = Stopwatch.StartNew();
                await Eventually.BecomesTrueAsync(() => clock.ElapsedMilliseconds > 500, Soon, "the upstream dawdles");
            }
        });
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Timeout\": \"00:00:02\""));

        Assert.Equal("piece piece piece piece piece ", await gateway.Client.GetStringAsync("/api/"));
    }

    [Fact]
    public async Task Waits_for_the_connections_of_several_targets_share_one_pool_time()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var a = await Upstream.StartAsync(answer: _ => go.Task);
        await using var b = await Upstream.StartAsync(answer: _ => go.Task);
        await using var c = await Upstream.StartAsync(answer: _ => go.Task);
        await using var d = await Upstream.StartAsync(answer: _ => go.Task);
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "r": { "Path": "/{**path}", "Connections": { "Max": 1 }, "Timeouts": { "Pool": "00:00:01.5" }, "Targets": ["{{a.Address}}", "{{b.Address}}", "{{c.Address}}", "{{d.Address}}"] } } }
            """);
        Task<HttpResponseMessage>[] held = [.. Enumerable.Range(0, 4).Select(i => gateway.Client.GetAsync($"/{i}"))];
        await Eventually.BecomesTrueAsync(() => new[] { a, b, c, d }.All(upstream => upstream.Received.Count == 1), Soon, "all connections are in use");

        var clock = Stopwatch.StartNew();
        using var last = await gateway.Client.GetAsync("/last");

        await Problem.AssertAsync(last, HttpStatusCode.GatewayTimeout, "pool_timeout");
        // A wait of its own for each target would be 6 s.
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.4, 5.5);
        go.SetResult();
        foreach (var response in await Task.WhenAll(held))
            response.Dispose();
    }

    [Fact]
    public async Task A_request_that_finds_no_free_connection_in_time_is_504_pool_timeout_and_does_not_count()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(answer: _ => go.Task);
        await using var gateway = await GatewayInstance.StartAsync(Route(upstream.Address, "\"Connections\": { \"Max\": 1 }, \"Timeouts\": { \"Pool\": \"00:00:01.5\" }"));
        var first = gateway.Client.GetAsync("/api/first");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Soon, "the one connection is in use");

        using var second = await gateway.Client.GetAsync("/api/second");
        await Problem.AssertAsync(second, HttpStatusCode.GatewayTimeout, "pool_timeout");

        // A place that becomes free is taken by who waits for it.
        var third = gateway.Client.GetAsync("/api/third");
        go.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
        Assert.Equal(["/first", "/third"], upstream.Received.Select(request => request.Target));
        Assert.Equal((0, "closed"), await TargetStatus.WhenIdleAsync(gateway, 2) is var status ? (status.Failures, status.Circuit) : default);
    }

    private static string Route(string address, string settings) => GatewayConfig.Route(address, "\"MaxRetries\": 0, " + settings);

    private static Task NeverAsync(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

    private static async Task AssertTimesOutAsync(GatewayInstance gateway, string reason, Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        var clock = Stopwatch.StartNew();
        using var response = await send(gateway.Client);

        await Problem.AssertAsync(response, HttpStatusCode.GatewayTimeout, reason);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.25), Soon);
        Assert.Equal(1, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }
}

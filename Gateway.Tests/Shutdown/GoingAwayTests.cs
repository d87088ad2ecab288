using System.Net;
using System.Runtime.InteropServices;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Shutdown;

public sealed class GoingAwayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task From_the_beginning_of_DrainDelay_every_response_over_HTTP_1_says_that_the_connection_closes()
    {
        TaskCompletionSource arrived = new(), finish = new();
        await using var upstream = await Upstream.StartAsync("slow", async context =>
        {
            if (context.Request.Path == "/slow")
            {
                arrived.SetResult();
                await finish.Task;
            }
            else if (context.Request.Path == "/cut")
            {
                context.Abort();
                return;
            }

            await context.Response.WriteAsync("ok");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream, "00:00:06");
        using var underWay = await RawClient.ConnectAsync(gateway.Address);
        using var idle = await RawClient.ConnectAsync(gateway.Address);
        await underWay.SendAsync("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
        await idle.SendAsync("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
        var before = await idle.ReadUntilAsync(text => text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));
        Assert.DoesNotContain("Connection:", before, StringComparison.OrdinalIgnoreCase);
        await arrived.Task;

        gateway.Process.Signal(PosixSignal.SIGTERM);
        await Eventually.BecomesTrueAsync(gateway.IsDrainingAsync, Limit, "/ready says draining");
        finish.SetResult();

        // A connection that was idle still takes a request, and so does a new one.
        Assert.Contains("Connection: close\r\n", await underWay.ReadToEndAsync(), StringComparison.Ordinal);
        await idle.SendAsync("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Matches(@"^HTTP/1.1 200 OK\r\n(?s:.*)Connection: close\r\n", await idle.ReadToEndAsync());
        foreach (var (path, status) in new[] { ("/x", 200), ("/cut", 502), ("/alive", 200), ("/ready", 503) })
            Assert.Matches($@"^HTTP/1.1 {status} [^\r]+\r\n(?s:.*)Connection: close\r\n", await RawClient.ExchangeAsync(gateway.Address, $"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"));
        Assert.Equal(0, await gateway.Process.ExitAsync(Limit));
    }

    [Fact]
    public async Task From_the_beginning_of_DrainDelay_connections_of_HTTP_2_get_GOAWAY_and_their_streams_finish()
    {
        TaskCompletionSource arrived = new(), finish = new();
        await using var upstream = await Upstream.StartAsync("slow", async context =>
        {
            arrived.SetResult();
            await finish.Task;
            await context.Response.WriteAsync("done");
        });
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"DrainDelay\": \"00:00:06\""));
        using var client = Http2Gateway.Client(gateway);
        await using var raw = await RawHttp2Client.ConnectAsync(gateway.Address);
        await raw.TrySendAsync(Http2Frame.Get(stream: 1, "/api/slow"));
        await arrived.Task;

        var stopping = gateway.Services.GetRequiredService<IHost>().StopAsync(CancellationToken.None);
        await Eventually.BecomesTrueAsync(() => raw.GoneAway is not null, TimeSpan.FromSeconds(5), "GOAWAY");
        Assert.Equal(0u, raw.GoneAway);
        finish.SetResult();

        await raw.EndAsync();
        Assert.Contains(raw.Frames, frame => frame.Type == Http2Frame.DataType && frame.Payload.AsSpan().SequenceEqual("done"u8));
        using var next = await client.GetAsync("/alive");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        await stopping;
    }

    [Fact]
    public async Task An_event_stream_ends_in_good_order_at_half_of_DrainTimeout_and_does_not_hold_the_process()
    {
        await using var upstream = await Upstream.StartAsync("events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var gateway = await RunningGateway.StartAsync(upstream, "00:00:00", drainTimeout: "00:00:04");
        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync("GET /x HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadUntilAsync(text => text.Contains("data: 1\n\n\r\n", StringComparison.Ordinal));

        gateway.Process.Signal(PosixSignal.SIGTERM);

        Assert.Equal("0\r\n\r\n", await client.ReadToEndAsync());
        Assert.Equal(0, await gateway.Process.ExitAsync(Limit));
    }

    [Fact]
    public async Task A_gRPC_stream_ends_as_UNAVAILABLE()
    {
        await using var upstream = await Upstream.StartAsync("grpc", async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.WriteAsync("message");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"DrainTimeout\": \"00:00:06\""));
        using var client = Http2Gateway.Client(gateway);
        using var response = await client.GetAsync("/api/watch", HttpCompletionOption.ResponseHeadersRead);

        var stopping = gateway.Services.GetRequiredService<IHost>().StopAsync(CancellationToken.None);
        Assert.Equal("message", await response.Content.ReadAsStringAsync());
        Assert.Equal("14", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        await stopping;
    }

    [Fact]
    public async Task What_is_under_way_at_the_end_of_DrainTimeout_is_cut()
    {
        TaskCompletionSource arrived = new();
        await using var upstream = await Upstream.StartAsync("hangs", async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var gateway = await RunningGateway.StartAsync(upstream, "00:00:00", drainTimeout: "00:00:01");
        var hanging = gateway.Client.GetAsync("/x");
        await arrived.Task;

        gateway.Process.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await gateway.Process.ExitAsync(Limit));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
    }
}

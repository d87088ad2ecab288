using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Shutdown;

public sealed class DrainTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task After_SIGTERM_health_says_so_at_once_and_requests_in_flight_finish()
    {
        TaskCompletionSource arrived = new(), finish = new();
        await using var upstream = await Upstream.StartAsync("slow", async context =>
        {
            arrived.SetResult();
            await finish.Task;
            await context.Response.WriteAsync("done");
        });
        await using var gateway = await RunningGateway.StartAsync(upstream, "00:00:06");
        var slow = gateway.Client.GetStringAsync("/x");
        await arrived.Task;

        gateway.Process.Signal(PosixSignal.SIGTERM);
        await Eventually.BecomesTrueAsync(async () => (await gateway.Client.GetAsync("/health")).StatusCode == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5), "/health 503");
        await Eventually.BecomesTrueAsync(async () => !await gateway.AcceptsAsync(), Limit, "new connections refused");
        finish.SetResult();

        Assert.Equal("done", await slow);
        Assert.Equal(0, await gateway.Process.ExitAsync(Limit));
    }

    [Fact]
    public async Task A_second_signal_ends_it_now()
    {
        TaskCompletionSource arrived = new();
        await using var upstream = await Upstream.StartAsync("hangs", async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        await using var gateway = await RunningGateway.StartAsync(upstream, "00:01:00");
        var hanging = gateway.Client.GetAsync("/x");
        await arrived.Task;

        gateway.Process.Signal(PosixSignal.SIGTERM);
        await Eventually.BecomesTrueAsync(async () => (await gateway.Client.GetAsync("/health")).StatusCode == HttpStatusCode.ServiceUnavailable, Limit, "/health 503");
        gateway.Process.Signal(PosixSignal.SIGTERM);

        // Long before the end of DrainDelay.
        Assert.Equal(143, await gateway.Process.ExitAsync(Limit));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public async Task A_WebSocket_is_closed_properly_on_both_sides()
    {
        TaskCompletionSource<WebSocketCloseStatus?> upstreamSaw = new();
        await using var upstream = await Upstream.StartAsync("socket", async context =>
        {
            using var socket = await UpstreamSocket.AcceptAsync(context);
            var buffer = new byte[1024];
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    upstreamSaw.SetResult(socket.CloseStatus);
                    await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            }
        });
        await using var gateway = await RunningGateway.StartAsync(upstream, "00:00:00", drainTimeout: "00:00:08");
        using ClientWebSocket client = new();
        await client.ConnectAsync(new Uri(gateway.Client.BaseAddress!.ToString().Replace("http", "ws", StringComparison.Ordinal) + "x"), CancellationToken.None);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[16];
        Assert.Equal(5, (await client.ReceiveAsync(buffer, CancellationToken.None)).Count);

        // It goes on while requests under way finish, also when the server has closed what is idle.
        using var idle = await RawClient.ConnectAsync(gateway.Address);
        var clock = Stopwatch.StartNew();
        gateway.Process.Signal(PosixSignal.SIGTERM);
        Assert.Empty(await idle.ReadToEndAsync());
        await client.SendAsync("again"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal(5, (await client.ReceiveAsync(buffer, CancellationToken.None)).Count);
        using CancellationTokenSource limit = new(Limit);
        var end = await client.ReceiveAsync(buffer, limit.Token);
        Assert.Equal(WebSocketMessageType.Close, end.MessageType);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(1), $"closed after {clock.Elapsed}");
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
        await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, limit.Token);

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await upstreamSaw.Task.WaitAsync(Limit));
        Assert.Equal(0, await gateway.Process.ExitAsync(Limit));
    }
}

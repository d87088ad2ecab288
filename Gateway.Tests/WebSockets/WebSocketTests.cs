using System.Net.WebSockets;
using System.Text;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.WebSockets;

public sealed class WebSocketTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));

    [Fact]
    public async Task Messages_pass_both_ways_and_the_client_closes_first()
    {
        await using var upstream = await Upstream.StartAsync("u", context => AcceptAsync(context, async socket =>
        {
            while (await ReceiveAsync(socket) is { } message)
                await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToUpperInvariant()), WebSocketMessageType.Text, true, _limit.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye too", _limit.Token);
        }));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await ConnectAsync(gateway);

        foreach (var message in (string[])["one", "two", new string('x', 100_000)])
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, _limit.Token);
            Assert.Equal(message.ToUpperInvariant(), await ReceiveAsync(client));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", _limit.Token);

        Assert.Equal(("bye too", WebSocketState.Closed), (client.CloseStatusDescription, client.State));
        await AssertNoFailureAsync(gateway);
    }

    [Fact]
    public async Task The_upstream_closes_first()
    {
        await using var upstream = await Upstream.StartAsync("u", context => AcceptAsync(context, async socket =>
        {
            await socket.SendAsync("only"u8.ToArray(), WebSocketMessageType.Text, true, _limit.Token);
            await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "closing", _limit.Token);
        }));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await ConnectAsync(gateway);

        Assert.Equal("only", await ReceiveAsync(client));
        Assert.Null(await ReceiveAsync(client));
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, "closing"), (client.CloseStatus, client.CloseStatusDescription));
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _limit.Token);
        await AssertNoFailureAsync(gateway);
    }

    [Fact]
    public async Task An_upgraded_connection_outlives_the_routes_timeouts()
    {
        await using var upstream = await Upstream.StartAsync("u", context => AcceptAsync(context, async socket =>
        {
            while (await ReceiveAsync(socket) is { } message)
                await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, _limit.Token);
        }));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(
            upstream.Address, "\"Timeout\": \"00:00:02\", \"Timeouts\": { \"Read\": \"00:00:01.5\", \"Write\": \"00:00:01.5\" }"));
        using var client = await ConnectAsync(gateway);

        // Silence, as long as the condition says, is the point here.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.BecomesTrueAsync(() => clock.Elapsed > TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(10), "time passes");
        await client.SendAsync("still there"u8.ToArray(), WebSocketMessageType.Text, true, _limit.Token);

        Assert.Equal("still there", await ReceiveAsync(client));
    }

    [Fact]
    public async Task An_upstream_that_declines_the_upgrade_is_heard()
    {
        await using var upstream = await Upstream.StartAsync("u", context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync("no");
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using ClientWebSocket client = new();
        client.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(AddressOf(gateway), _limit.Token));

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, client.HttpStatusCode);
        Assert.Equal("13", Assert.Single(upstream.Received).Header("Sec-WebSocket-Version"));
    }

    public void Dispose() => _limit.Dispose();

    private static Uri AddressOf(GatewayInstance gateway) => new($"ws://127.0.0.1:{gateway.Address.Port}/api/socket?room=1");

    private async Task<ClientWebSocket> ConnectAsync(GatewayInstance gateway)
    {
        ClientWebSocket client = new();
        client.Options.AddSubProtocol("chat");
        await client.ConnectAsync(AddressOf(gateway), _limit.Token);
        Assert.Equal("chat", client.SubProtocol);
        return client;
    }

    private static async Task AcceptAsync(HttpContext context, Func<WebSocket, Task> talk)
    {
        WebSocketMiddleware middleware = new(
            _ => UpgradeAsync(context, talk), Options.Create(new WebSocketOptions()), NullLoggerFactory.Instance);
        await middleware.Invoke(context);
    }

    private static async Task UpgradeAsync(HttpContext context, Func<WebSocket, Task> talk)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("chat");
        await talk(socket);
    }

    private async Task<string?> ReceiveAsync(WebSocket socket)
    {
        using MemoryStream message = new();
        var buffer = new byte[8192];
        while (true)
        {
            var piece = await socket.ReceiveAsync(buffer, _limit.Token);
            if (piece.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, piece.Count);
            if (piece.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    private static async Task AssertNoFailureAsync(GatewayInstance gateway) =>
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
}

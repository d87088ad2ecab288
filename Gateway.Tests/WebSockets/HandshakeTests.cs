using System.Net;
using System.Net.WebSockets;
using System.Text;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.WebSockets;

/// <summary>What is an upgrade, and what only looks like one.</summary>
public sealed class HandshakeTests : IDisposable
{
    private const string Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private const string Version = "Sec-WebSocket-Version: 13\r\n";

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData("POST", Key + Version)]
    [InlineData("PUT", Key + Version)]
    [InlineData("GET", Key)]
    [InlineData("GET", Version)]
    [InlineData("GET", "Sec-WebSocket-Key: short\r\n" + Version)]
    [InlineData("GET", Key + "Sec-WebSocket-Version: 12\r\n")]
    public async Task What_is_no_handshake_is_forwarded_with_its_own_method_and_without_upgrade(string method, string fields)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await ExchangeAsync(gateway, method, fields);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        var head = Assert.Single(upstream.Heads);
        Assert.StartsWith($"{method} /x HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nUpgrade:", head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("POST", "[\"GET\"]", "405")]
    [InlineData("GET", "[\"POST\"]", "405")]
    [InlineData("GET", "[\"GET\"]", "101")]
    public async Task An_upgrade_passes_no_method_that_the_route_does_not_take(string method, string methods, string status)
    {
        await using RecordingUpstream upstream = new(Switching("websocket"));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"\"Methods\": {methods}"));

        var answer = await ExchangeAsync(gateway, method, Key + Version);

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Equal(status == "101" ? 1 : 0, upstream.Heads.Count);
    }

    [Theory]
    [InlineData("h2c", Key + Version, "websocket")]
    [InlineData("websocket, h2c", Key + Version, "websocket")]
    [InlineData("websocket", "", "websocket")]
    [InlineData("websocket", Key + Version, "h2c")]
    [InlineData("websocket", Key + Version, "websocket, h2c")]
    public async Task A_switch_to_what_was_not_asked_for_is_502(string asked, string fields, string got)
    {
        await using RecordingUpstream upstream = new(Switching(got));
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 0"));

        var answer = await ExchangeAsync(gateway, "GET", fields, asked);

        Assert.StartsWith("HTTP/1.1 502", answer, StringComparison.Ordinal);
        Assert.Contains("upstream_protocol_error", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_HTTP_2_a_WebSocket_passes_where_the_route_takes_GET()
    {
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            WebSocketMiddleware accepting = new(_ => Task.CompletedTask, Options.Create(new WebSocketOptions()), NullLoggerFactory.Instance);
            await accepting.Invoke(context);
            using var accepted = await context.WebSockets.AcceptWebSocketAsync();
            await accepted.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, true, _limit.Token);
            await accepted.ReceiveAsync(new byte[16], _limit.Token);
        });
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"Methods\": [\"GET\"]"));
        using ClientWebSocket socket = new();
        using HttpMessageInvoker invoker = new(new SocketsHttpHandler());
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        await socket.ConnectAsync(AddressOf(gateway), invoker, _limit.Token);

        var buffer = new byte[16];
        var message = await socket.ReceiveAsync(buffer, _limit.Token);
        Assert.Equal("hi", Encoding.ASCII.GetString(buffer, 0, message.Count));
        Assert.Equal("GET", Assert.Single(upstream.Received).Method);
    }

    [Fact]
    public async Task Over_HTTP_2_a_WebSocket_is_405_where_the_route_does_not_take_GET()
    {
        await using RecordingUpstream upstream = new(Switching("websocket"));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"Methods\": [\"POST\"]"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, await ConnectAsync(gateway, "websocket"));

        Assert.Empty(upstream.Heads);
    }

    [Fact]
    public async Task Over_HTTP_2_no_other_protocol_is_a_tunnel()
    {
        await using RecordingUpstream upstream = new(Switching("connect-udp"));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address));

        Assert.Equal(HttpStatusCode.BadRequest, await ConnectAsync(gateway, "connect-udp"));

        Assert.Empty(upstream.Heads);
    }

    public void Dispose() => _limit.Dispose();

    private static string Switching(string protocol) =>
        $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: {protocol}\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static Uri AddressOf(GatewayInstance gateway) => new($"ws://127.0.0.1:{gateway.Address.Port}/api/x");

    private static Task<string> ExchangeAsync(GatewayInstance gateway, string method, string fields, string protocol = "websocket") =>
        RawClient.ExchangeAsync(gateway.Address, $"{method} /api/x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: {protocol}\r\n{fields}\r\n");

    private async Task<HttpStatusCode> ConnectAsync(GatewayInstance gateway, string protocol)
    {
        using var client = Http2Gateway.Client(gateway);
        using HttpRequestMessage request = new(HttpMethod.Connect, "/api/x") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Protocol = protocol;
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _limit.Token);
        return response.StatusCode;
    }
}

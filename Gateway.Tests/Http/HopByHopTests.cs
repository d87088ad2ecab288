using Gateway.Tests.Harness;

namespace Gateway.Tests.Http;

public sealed class HopByHopTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    // Kestrel forgets the other options beside a single close or keep-alive, unless they are kept from it.
    [Theory]
    [InlineData("Connection: X-Private")]
    [InlineData("Connection: X-Other\r\nConnection: x-PRIVATE , x-third")]
    [InlineData("Connection: keep-alive, X-Private, close")]
    [InlineData("Connection: keep-alive, X-Private")]
    [InlineData("Connection: X-Private,close")]
    [InlineData("Connection: Keep-Alive\r\nConnection: X-Private")]
    [InlineData("Connection: close\r\nConnection: X-Private")]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade, X-Private")]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade\r\nConnection: X-Private")]
    public async Task A_request_header_that_Connection_names_goes_no_further(string connection)
    {
        await using RecordingUpstream upstream = new(Empty);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync($"GET /api/ HTTP/1.1\r\nHost: a\r\nX-Private: 1\r\nX-Public: 2\r\n{connection}\r\n\r\n");
        await client.ReadUntilAsync(text => text.EndsWith("\r\n\r\n", StringComparison.Ordinal));

        Assert.DoesNotContain("X-Private", upstream.Heads[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nX-Public: 2\r\n", upstream.Heads[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Cookie", "a=1")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public async Task What_security_or_framing_depends_on_cannot_be_named_away(string name, string value)
    {
        await using RecordingUpstream upstream = new(Empty);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync($"PUT /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n{name}: {value}\r\nConnection: {name}, Host, Content-Length, X-Forwarded-For\r\n\r\n");
        await client.ReadUntilAsync(text => text.EndsWith("\r\n\r\n", StringComparison.Ordinal));

        var expected = name == "traceparent" ? "00-0af7651916cd43dd8448eb211c80319c-" : value;
        Assert.Contains($"\r\n{name}: {expected}", upstream.Heads[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nHost: ", upstream.Heads[0], StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-For: ", upstream.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_headers_of_one_connection_go_no_further()
    {
        await using RecordingUpstream upstream = new(Empty);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic x\r\nTE: gzip\r\nConnection: close\r\n\r\n");

        foreach (var name in (string[])["Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE"])
            Assert.DoesNotContain($"\r\n{name}:", upstream.Heads[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_response_header_that_Connection_names_goes_no_further_but_cookies_do()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nX-Private: 1\r\nX-Public: 2\r\nSet-Cookie: a=1\r\nKeep-Alive: timeout=5\r\nConnection: close, X-Private, Set-Cookie\r\nContent-Length: 0\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("X-Private", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\r\nKeep-Alive:", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nX-Public: 2\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSet-Cookie: a=1\r\n", answer, StringComparison.Ordinal);
    }
}

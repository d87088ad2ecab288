using System.Text;
using Gateway.Tests.Corpus;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Http;

/// <summary>A client that sends its body only when it is told to (RFC 9110 section 10.1.1).</summary>
public sealed class ExpectTests
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 3", "abc")]
    [InlineData("Transfer-Encoding: chunked", "3\r\nabc\r\n0\r\n\r\n")]
    public async Task Who_waits_is_told_to_go_on_when_the_upstream_says_so(string framing, string body)
    {
        TaskCompletionSource arrived = new(), release = new();
        StrictMessage? received = null;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            StrictReader reader = new(stream, stopping);
            received = (await reader.ReadHeadAsync())!;
            arrived.SetResult();
            await release.Task.WaitAsync(stopping);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Continue), stopping);
            await reader.ReadBodyAsync(received, untilClose: false);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), stopping);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync($"POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n{framing}\r\n\r\n");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, client.Available);
        release.SetResult();
        Assert.Equal(Continue, await client.ReadUntilAsync(text => text.Length >= Continue.Length));
        await client.SendAsync(body);
        var answer = await client.ReadUntilAsync(text => text.EndsWith("ok", StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(["100-continue"], received!.Values("Expect"));
        Assert.Equal("abc", received.Body);
    }

    [Theory]
    [InlineData("417 Expectation Failed", "Content-Length: 2000")]
    [InlineData("401 Unauthorized", "Content-Length: 2000")]
    [InlineData("401 Unauthorized", "Transfer-Encoding: chunked")]
    public async Task An_upstream_that_refuses_gets_no_body_and_the_client_is_not_asked_for_one(string status, string framing)
    {
        var received = string.Empty;
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            received = await RawUpstream.ReadHeadAsync(stream, stopping);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"), stopping);
            var buffer = new byte[1024];
            while (await stream.ReadAsync(buffer, stopping) is > 0 and var count)
                received += Encoding.Latin1.GetString(buffer, 0, count);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync($"POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n{framing}\r\n\r\n");
        var answer = await client.ReadUntilAsync(text => text.EndsWith("no", StringComparison.Ordinal));

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", received, StringComparison.Ordinal);

        // Whether the client sends the body all the same is not known: what follows is no request.
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Theory]
    [InlineData("/nowhere", "404")]
    [InlineData("/gateway/status", "405")]
    public async Task Who_is_refused_by_the_gateway_cannot_make_a_request_of_what_was_announced_as_body(string path, string status)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(
            gateway.Address, $"POST {path} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabcGET /api/second HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Received);
    }
}

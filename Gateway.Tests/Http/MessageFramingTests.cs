using Gateway.Tests.Harness;

namespace Gateway.Tests.Http;

public sealed class MessageFramingTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task A_request_with_a_length_and_chunks_is_forwarded_with_one_framing_only()
    {
        await using RecordingUpstream upstream = new(Empty);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "POST /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n");

        // Either refuses it, or forwards the chunks: never both framings.
        if (answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal))
            Assert.Empty(upstream.Heads);
        else
            Assert.DoesNotContain("\r\nContent-Length:", Assert.Single(upstream.Heads), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\nContent-Length: 4")]
    [InlineData("Content-Length: abc")]
    [InlineData("Content-Length: -1")]
    [InlineData("Transfer-Encoding: gzip")]
    public async Task A_request_whose_end_nobody_can_tell_is_refused(string framing)
    {
        await using RecordingUpstream upstream = new(Empty);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"POST /api/ HTTP/1.1\r\nHost: a\r\n{framing}\r\nConnection: close\r\n\r\nabcd");

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Heads);
        Assert.Equal(0, (await TargetStatus.OfAsync(gateway)).Failures);
    }

    [Fact]
    public async Task TRACE_does_not_reach_a_route_that_names_its_methods()
    {
        await using RecordingUpstream upstream = new(Empty);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"Methods\": [ \"GET\" ]"));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "TRACE /api/ HTTP/1.1\r\nHost: a\r\nCookie: secret=1\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 405", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Heads);
    }
}

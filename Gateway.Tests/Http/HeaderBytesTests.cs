using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Http;

public sealed class HeaderBytesTests
{
    // The same text in the two encodings that are met, as bytes written one a character.
    public static TheoryData<string> Values { get; } = new(
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("żółw €")),
        Encoding.Latin1.GetString(Encoding.Latin1.GetBytes("café")),
        "tab\there");

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_value_outside_ASCII_passes_byte_for_byte_both_ways(string value)
    {
        await using RecordingUpstream upstream = new($"HTTP/1.1 200 OK\r\nX-Reply: {value}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /api/ HTTP/1.1\r\nHost: a\r\nX-Name: {value}\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\r\nX-Name: {value}\r\n", upstream.Heads[0], StringComparison.Ordinal);
        Assert.Contains($"\r\nX-Reply: {value}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_requests_with_such_headers_do_not_count_against_the_target()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        // The upstream, Kestrel, refuses Latin-1 that is not UTF-8 with a 400 of its own.
        for (var i = 0; i < 10; i++)
            await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nX-Name: \u00e9\u00ff\r\nConnection: close\r\n\r\n");

        var status = await TargetStatus.WhenIdleAsync(gateway, 10);
        Assert.Equal((0, "closed"), (status.Failures, status.Circuit));
    }

    [Theory]
    [InlineData("X-Bad: a\0b")]
    [InlineData("Bad Name: x")]
    [InlineData(" X-Folded: x")]
    public async Task A_header_that_is_not_HTTP_is_the_clients_fault(string line)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /api/ HTTP/1.1\r\nHost: a\r\n{line}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Heads);
        Assert.Equal(0, (await TargetStatus.OfAsync(gateway)).Failures);
    }
}

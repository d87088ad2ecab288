using System.Diagnostics;
using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Server;

/// <summary>Header sections over HTTP/2 that never end, or are too large.</summary>
public sealed class Http2HeaderTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("fields", Http2Frame.ProtocolError)]
    [InlineData("one field", Http2Frame.CompressionError)]
    [InlineData("references", Http2Frame.ProtocolError)]
    [InlineData("nothing", Http2Frame.InternalError)]
    public async Task A_header_section_without_end_ends_the_connection(string content, uint error)
    {
        await using var upstream = await Upstream.StartAsync("quick");
        // Only who sends nothing more is to meet the time limit.
        var time = content == "nothing" ? "00:00:01" : "00:01:00";
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, gateway: $"\"Limits\": {{ \"RequestHeadersTimeout\": \"{time}\" }}"));
        using var other = Http2Gateway.Client(gateway);
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);
        var (beginning, piece) = content switch
        {
            "fields" => ([], Http2Frame.Field("x-a", new string('a', 1000))),
            "one field" => ([0, 3, (byte)'x', (byte)'-', (byte)'a', .. Http2Frame.Length(1 << 24)], new byte[1000]),
            // Each byte stands for a field of 3000 bytes that the beginning defined.
            "references" => (Http2Frame.Field("x-a", new string('a', 3000), isIndexed: true), [0xbe]),
            _ => (Array.Empty<byte>(), Array.Empty<byte>()),
        };

        var sent = 0;
        var clock = Stopwatch.StartNew();
        await client.TrySendAsync(Http2Frame.Write(Http2Frame.HeadersType, Http2Frame.EndStream, 1, [.. Http2Frame.RequestFields("/api/x"), .. beginning]));
        var frame = Http2Frame.Write(Http2Frame.ContinuationType, 0, 1, piece);
        while (clock.Elapsed < Limit && await client.TrySendAsync(frame))
            sent++;

        output.WriteLine($"{content}: GOAWAY {client.GoneAway} after {sent} frames, {clock.Elapsed.TotalSeconds:0.0} s");
        await client.EndAsync().WaitAsync(Limit);
        Assert.True(clock.Elapsed < Limit);

        // The last word may be lost when the connection is reset behind it.
        if (client.GoneAway is { } actual)
            Assert.Equal(error, actual);
        Assert.Empty(upstream.Received);
        Assert.Equal("quick", await other.GetStringAsync("/api/quick"));
        Assert.Contains("\"failures\":0", await other.GetStringAsync("/gateway/status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_that_are_too_long_together_are_431_and_other_streams_go_on()
    {
        await using var upstream = await Upstream.StartAsync("quick");
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"Limits\": { \"MaxRequestHeadersTotalSize\": 8192 }"));
        using var other = Http2Gateway.Client(gateway);
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        await client.TrySendAsync([.. Http2Frame.Get(1, "/api/long", ("x-a", new string('a', 9000))), .. Http2Frame.Get(3, "/api/short")]);
        await Eventually.BecomesTrueAsync(() => client.Frames.Count(frame => frame.Type == Http2Frame.HeadersType) == 2, Limit, "both are answered");

        Assert.Contains("431", Encoding.Latin1.GetString(Assert.Single(client.Frames, frame => frame is { Type: Http2Frame.HeadersType, Stream: 1 }).Payload), StringComparison.Ordinal);
        Assert.Equal("/short", Assert.Single(upstream.Received).Target);
        Assert.Equal("quick", await other.GetStringAsync("/api/quick"));
        Assert.Contains("\"failures\":0", await other.GetStringAsync("/gateway/status"), StringComparison.Ordinal);
    }
}

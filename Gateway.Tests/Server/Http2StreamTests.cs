using System.Diagnostics;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Server;

/// <summary>Streams that one hostile HTTP/2 connection opens and resets: few of them count, and others notice nothing.</summary>
public sealed class Http2StreamTests(ITestOutputHelper output)
{
    // So sensitive that a single failure would open the circuit.
    private const string Sensitive = "\"CircuitBreaker\": { \"MinimumThroughput\": 1 }";

    private const int MostStreams = 20;
    private const int Rounds = 30;
    private const int MostResets = 400_000;
    private const int Burst = 100;

    // The server keeps track of twice the streams that may be open, or of 100; a stream that was reset counts until its request has ended.
    private const int MostTracked = 100;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_opens_and_resets_streams_without_end_is_cut_off()
    {
        HeldRequests held = new();
        await using var upstream = await Upstream.StartAsync("a", held.AnswerAsync);
        await using var gateway = await StartAsync(upstream);
        using var other = Http2Gateway.Client(gateway);
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        var attack = ResetAsync(client);
        var (answers, slowest) = await AnswersBesideAsync(other, attack);
        var resets = await attack;
        await client.EndAsync().WaitAsync(Limit);

        output.WriteLine($"cut off after {resets} resets; at the upstream at once: {held.Most}, in all: {held.Count}; beside it {answers} answers, the slowest after {slowest.TotalMilliseconds:0} ms");
        Assert.True(resets < MostResets, "The connection is still open.");
        Assert.True(client.GoneAway is null or Http2Frame.EnhanceYourCalm, $"GOAWAY {client.GoneAway}");
        Assert.InRange(held.Most, 0, MostTracked);
        await AssertUnharmedAsync(held, other);
    }

    [Fact]
    public async Task Who_resets_each_stream_when_its_request_has_arrived_occupies_no_more_than_the_limit()
    {
        HeldRequests held = new();
        await using var upstream = await Upstream.StartAsync("a", held.AnswerAsync);
        await using var gateway = await StartAsync(upstream);
        using var other = Http2Gateway.Client(gateway);
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        var attack = ResetOnArrivalAsync(client, held);
        var (answers, slowest) = await AnswersBesideAsync(other, attack);
        await attack;

        output.WriteLine($"at the upstream at once: {held.Most}, in all: {held.Count}; beside it {answers} answers, the slowest after {slowest.TotalMilliseconds:0} ms");
        Assert.InRange(held.Most, 1, MostTracked);
        await AssertUnharmedAsync(held, other);
    }

    [Fact]
    public async Task Streams_beyond_the_limit_are_refused_and_never_reach_the_upstream()
    {
        HeldRequests held = new();
        await using var upstream = await Upstream.StartAsync("a", held.AnswerAsync);
        await using var gateway = await StartAsync(upstream);
        using var other = Http2Gateway.Client(gateway);
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        Assert.True(await client.TrySendAsync([.. Enumerable.Range(0, 3 * MostStreams).SelectMany(i => Http2Frame.Get(2 * i + 1, "/api/held"))]));
        await Eventually.BecomesTrueAsync(() => client.ResetsWith(Http2Frame.RefusedStream) == 2 * MostStreams && held.Now == MostStreams, Limit, "what is too much is refused");
        held.Release();
        await Eventually.BecomesTrueAsync(() => client.Frames.Count(frame => frame.Type == Http2Frame.HeadersType) == MostStreams, Limit, "what is not is answered");

        Assert.Equal((MostStreams, MostStreams), (held.Most, held.Count));
        Assert.False(client.HasEnded);
        await AssertUnharmedAsync(held, other);
    }

    // Kestrel, also without the gateway, never ends some of the connections that it has cut off: the end of the test does not wait for them.
    private static Task<GatewayInstance> StartAsync(Upstream upstream) =>
        Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, Sensitive, $"\"DrainTimeout\": \"00:00:02\", \"Limits\": {{ \"Http2MaxStreams\": {MostStreams} }}"));

    private static async Task<int> ResetAsync(RawHttp2Client client)
    {
        var sent = 0;
        while (sent < MostResets && await client.TrySendAsync([.. Enumerable.Range(sent, Burst).SelectMany(i => (byte[])[.. Http2Frame.Get(2 * i + 1, "/api/held"), .. Http2Frame.Reset(2 * i + 1)])]))
            sent += Burst;
        return sent;
    }

    private static async Task ResetOnArrivalAsync(RawHttp2Client client, HeldRequests held)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (streams, before) = (Enumerable.Range(round * MostStreams, MostStreams).Select(i => 2 * i + 1).ToArray(), held.Count);
            Assert.True(await client.TrySendAsync([.. streams.SelectMany(stream => Http2Frame.Get(stream, "/api/held"))]));
            await Eventually.BecomesTrueAsync(() => held.Count > before, Limit, "some of them have arrived");
            Assert.True(await client.TrySendAsync([.. streams.SelectMany(Http2Frame.Reset)]));
        }
    }

    /// <summary>A well-behaved client sends requests while the attack lasts.</summary>
    private static async Task<(int Answers, TimeSpan Slowest)> AnswersBesideAsync(HttpClient other, Task attack)
    {
        var (answers, slowest) = (0, TimeSpan.Zero);
        do
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal("quick", await other.GetStringAsync("/api/quick"));
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            answers++;
        }
        while (!attack.IsCompleted);
        Assert.True(slowest < Limit, $"{slowest}");
        return (answers, slowest);
    }

    private static async Task AssertUnharmedAsync(HeldRequests held, HttpClient other)
    {
        await Eventually.BecomesTrueAsync(() => held.Now == 0, Limit, "the upstream learns that nobody waits");
        Assert.Equal("quick", await other.GetStringAsync("/api/quick"));
        var status = await other.GetStringAsync("/gateway/status");
        Assert.Contains("\"failures\":0", status, StringComparison.Ordinal);
        Assert.Contains("\"circuit\":\"closed\"", status, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gateway.Tests.Faults;
using Gateway.Tests.Harness;
using Gateway.Tests.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Status;

/// <summary>What <c>stats</c> of a target say, beside what its upstream has counted.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed class TargetStatsTests
{
    private const int Requests = 20_000;
    private const int Connections = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // Well within the minute that the statistics are about: a slow machine sends fewer requests.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task Without_attempts_there_are_zeros_and_nulls()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9"));

        Assert.Equal(
            """{"seconds":60,"attempts":0,"perSecond":0,"responses":{"1xx":0,"2xx":0,"3xx":0,"4xx":0,"5xx":0},"failures":0,"successRate":null,"p50Ms":null,"p95Ms":null,"p99Ms":null}""",
            (await StatsAsync(gateway, 0)).GetRawText());
    }

    [Fact]
    public async Task A_client_that_goes_away_does_not_count_against_the_target_and_a_stream_counts_when_it_begins()
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            if (context.Request.Path == "/stream")
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync();
            }

            await end.Task.WaitAsync(context.RequestAborted);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using CancellationTokenSource gone = new();
        var abandoned = gateway.Client.GetAsync("/api/x", gone.Token);
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Limit, "the request is under way");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        using var stream = await gateway.Client.GetAsync("/api/stream", HttpCompletionOption.ResponseHeadersRead);
        await Eventually.BecomesTrueAsync(async () => (await TargetStatus.OfAsync(gateway)).InFlight == 1, Limit, "only the stream is under way");

        var stats = await StatsAsync(gateway, 0);
        Assert.Equal((1, 0, 100.0), (stats.GetProperty("attempts").GetInt32(), stats.GetProperty("failures").GetInt32(), stats.GetProperty("successRate").GetDouble()));
        end.SetResult();
    }

    [Fact]
    public async Task A_503_is_a_failure_of_the_target_but_a_response_in_its_stats_whereas_no_connection_is_a_failure_in_both()
    {
        await using var upstream = await Upstream.StartAsync(answer: context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 0"));

        (await gateway.Client.GetAsync("/api/x")).Dispose();
        Assert.Equal((1, 1), await CountsAsync(1));
        var stats = await StatsAsync(gateway, 0);
        Assert.Equal((1, 0, 1), (stats.GetProperty("attempts").GetInt32(), stats.GetProperty("failures").GetInt32(), stats.GetProperty("responses").GetProperty("5xx").GetInt32()));

        await upstream.StopAsync();
        (await gateway.Client.GetAsync("/api/x")).Dispose();
        Assert.Equal((2, 2), await CountsAsync(2));
        stats = await StatsAsync(gateway, 0);
        Assert.Equal((2, 1, 1), (stats.GetProperty("attempts").GetInt32(), stats.GetProperty("failures").GetInt32(), stats.GetProperty("responses").GetProperty("5xx").GetInt32()));

        async Task<(long, long)> CountsAsync(long requests) => await TargetStatus.WhenIdleAsync(gateway, requests) is var target ? (target.Requests, target.Failures) : default;
    }

    [Fact]
    public async Task They_agree_with_the_count_of_the_upstreams_and_with_the_metrics()
    {
        await using CountingUpstream a = new(), b = new();
        await Task.WhenAll(a.StartAsync(), b.StartAsync());
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "r": {
                "Path": "/{**path}", "MaxRetries": 2, "CircuitBreaker": { "Enabled": false }, "Retry": { "BaseDelay": "00:00:00.001", "MaxDelay": "00:00:00.001", "BudgetPercent": 100 },
                "Targets": [ { "Name": "a", "Address": "{{a.Address}}" }, { "Name": "b", "Address": "{{b.Address}}" } ] } } }
            """);
        using Measured measured = new(gateway);
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = gateway.Address };

        var (clock, sent) = (Stopwatch.StartNew(), 0);
        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (i, stopping) =>
        {
            if (clock.Elapsed > Enough)
                return;
            using var response = await client.GetAsync($"/{i}", stopping);
            Interlocked.Increment(ref sent);
        });

        var attempts = measured.Of("gateway.attempt.duration").ToLookup(each => each["gateway.target"]);
        foreach (var (index, upstream, name) in ((int, CountingUpstream, string)[])[(0, a, "a"), (1, b, "b")])
        {
            var stats = await StatsAsync(gateway, index);
            var expected = upstream.Counts;
            Assert.Equal(expected, CountsOf(stats));
            Assert.Equal(expected, CountsOf([.. attempts[name]]));
            var all = expected.Values.Sum();
            Assert.True(sent > 1000 && all > sent / 3 && expected.Values.All(count => count > 0), "each kind has come");
            Assert.Equal(all, stats.GetProperty("attempts").GetInt64());
            Assert.Equal(100.0 * (all - expected["failures"] - expected["5xx"]) / all, stats.GetProperty("successRate").GetDouble(), 0.006);
            Assert.InRange(stats.GetProperty("p99Ms").GetDouble(), CountingUpstream.SlowMilliseconds * 0.9, 10_000);
            Assert.InRange(stats.GetProperty("perSecond").GetDouble(), all / 60.0, all);
        }
    }

    private static SortedDictionary<string, long> CountsOf(JsonElement stats) => new(stats.GetProperty("responses").EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetInt64()).Where(each => each.Key is "2xx" or "4xx" or "5xx")
        .Append(new("failures", stats.GetProperty("failures").GetInt64())).ToDictionary());

    private static SortedDictionary<string, long> CountsOf(Measured.Measurement[] attempts) => new(attempts
        .CountBy(each => each["http.response.status_code"] is { } status ? $"{status[0]}xx" : "failures").ToDictionary(each => each.Key, each => (long)each.Value));

    private static async Task<JsonElement> StatsAsync(GatewayInstance gateway, int target)
    {
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/gateway/status"));
        return document.RootElement.GetProperty("routes")[0].GetProperty("targets")[target].GetProperty("stats").Clone();
    }

    /// <summary>Fails in several ways, and counts by itself.</summary>
    private sealed class CountingUpstream : IAsyncDisposable
    {
        public const int SlowMilliseconds = 20;

        private readonly long[] _counts = new long[4];
        private Upstream? _upstream;
        private int _requests;

        public string Address => _upstream!.Address;

        public SortedDictionary<string, long> Counts => new() { ["2xx"] = _counts[0], ["4xx"] = _counts[1], ["5xx"] = _counts[2], ["failures"] = _counts[3] };

        public async Task StartAsync() => _upstream = await Upstream.StartAsync(answer: AnswerAsync);

        public async ValueTask DisposeAsync() => await _upstream!.DisposeAsync();

        private async Task AnswerAsync(HttpContext context)
        {
            var number = Interlocked.Increment(ref _requests) % 100;
            var kind = number switch { < 2 => 3, < 12 => 2, < 22 => 1, _ => 0 };
            Interlocked.Increment(ref _counts[kind]);
            if (kind == 3)
            {
                context.Abort();
                return;
            }

            if (number > 95)
                await Task.Delay(SlowMilliseconds, CancellationToken.None);
            context.Response.StatusCode = kind switch { 2 => number % 2 == 0 ? 503 : 500, 1 => 404, _ => 200 };
            await context.Response.WriteAsync(number.ToString(CultureInfo.InvariantCulture));
        }
    }
}

using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Corpus;

/// <summary>Each file of <c>responses</c>: bytes from an upstream, and what a strict client is told.</summary>
public sealed class ResponseCorpusTests(ResponseCorpusTests.Setup setup) : IClassFixture<ResponseCorpusTests.Setup>
{
    private const string Folder = "responses";
    private const string Cut = "cut";

    public static TheoryData<string> Names => CorpusCase.In(Folder);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_response_is_passed_on_as_a_strict_reader_understands_it_or_is_an_error(string name)
    {
        var expected = CorpusCase.Read(Folder, name);
        setup.Current = expected;
        var before = (await TargetStatus.OfAsync(setup.Gateway)).Failures;
        var method = expected.Get("method", "GET");
        using var client = await CorpusClient.ConnectAsync(setup.Gateway.Address);

        await client.SendAsync($"{method} /api/case HTTP/1.1\r\nHost: a\r\n\r\n");
        var answer = await client.ReadAsync(hasBody: method != "HEAD");
        if (expected.Get("status") == Cut)
            AssertCut(answer);
        else
            AssertWhole(expected, answer!);
        await ProbeAsync(client, isOpen: answer is { IsWhole: true });
        Assert.Equal(int.Parse(expected.Get("failures"), System.Globalization.CultureInfo.InvariantCulture), (await TargetStatus.WhenIdleAsync(setup.Gateway, 1)).Failures - before);
    }

    private static void AssertWhole(CorpusCase expected, StrictMessage answer)
    {
        Assert.Equal((expected.Get("status"), true), (answer.Status, answer.IsWhole));
        Assert.Equal(["0.0.1"], answer.Values("X-CoreRL-Version"));
        foreach (var (key, value) in expected.Settings.Where(setting => setting.Key is not ("status" or "then" or "method" or "failures")))
            answer.Assert(key, value);
    }

    // What is cut before anything went to the client can still become an error; else the client gets a beginning, or nothing.
    private static void AssertCut(StrictMessage? answer) =>
        Assert.True(answer is null or { IsWhole: false } or { Status: "502" or "504" }, $"It looks whole: {answer?.StartLine}, {answer?.Body}");

    // Whatever the upstream sent too much must not become the answer to somebody's next request.
    private async Task ProbeAsync(CorpusClient client, bool isOpen)
    {
        if (!isOpen)
            await client.ReadToEndAsync();
        using var another = isOpen ? null : await CorpusClient.ConnectAsync(setup.Gateway.Address);
        for (var i = 0; i < 2; i++)
        {
            await (another ?? client).SendAsync("GET /api/probe HTTP/1.1\r\nHost: a\r\n\r\n");
            var answer = await (another ?? client).ReadAsync();
            Assert.Equal(("200", "probe"), (answer?.Status, answer?.Body));
        }
    }

    /// <summary>One gateway for all files, and an upstream that answers with the current one's bytes.</summary>
    public sealed class Setup : IAsyncLifetime
    {
        private readonly RawUpstream _upstream;

        public Setup() => _upstream = new(async (stream, stopping) =>
        {
            StrictReader reader = new(stream, stopping);
            while (await reader.ReadHeadAsync() is { } request)
            {
                if (request.StartLine.Contains("/probe", StringComparison.Ordinal))
                {
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nprobe"u8.ToArray(), stopping);
                    continue;
                }

                var current = Current!;
                await stream.WriteAsync(Encoding.Latin1.GetBytes(current.Message), stopping);
                if (current.Get("then", "wait") == "reset")
                    RawUpstream.Reset(stream);
                if (current.Get("then", "wait") != "wait")
                    return;
            }
        });

        internal CorpusCase? Current { get; set; }

        internal GatewayInstance Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(
                _upstream.Address,
                "\"MaxRetries\": 0, \"CircuitBreaker\": { \"Enabled\": false }, \"Timeouts\": { \"Read\": \"00:00:03\" }, \"HealthCheck\": { \"Interval\": \"01:00:00\" }",
                gateway: "\"Via\": \"Both\""));

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await _upstream.DisposeAsync();
        }
    }
}

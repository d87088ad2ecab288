using Gateway.Tests.Harness;

namespace Gateway.Tests.Corpus;

/// <summary>Each file of <c>requests</c>: bytes to the gateway, what it answers, and what of it a strict upstream saw.</summary>
public sealed class RequestCorpusTests(RequestCorpusTests.Setup setup) : IClassFixture<RequestCorpusTests.Setup>
{
    private const string Folder = "requests";
    private const string Probe = "GET /api/probe HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string ProbeAtUpstream = "GET /probe HTTP/1.1";

    public static TheoryData<string> Names => CorpusCase.In(Folder);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_request_is_forwarded_as_one_strict_reader_understands_it_or_not_at_all(string name)
    {
        var expected = CorpusCase.Read(Folder, name);
        setup.Upstream.Forget();
        using var client = await CorpusClient.ConnectAsync(setup.Gateway.Address);

        await client.SendAsync(expected.Message);
        if (expected.Get("then", "wait") == "end")
            client.EndSending();
        var answers = await ReadAnswersAsync(client, expected);
        var answer = answers.LastOrDefault();
        await ProbeAsync(client, isOpen: expected.Get("connection") == "open", expected.Get("rest", ""));
        var received = await ReceivedAsync(expected.Settings.Count(setting => setting is { Key: "upstream" or "upstream-cut", Value: not "none" }));

        AssertAll(expected, answer, received);
        Assert.Equal(0, (await TargetStatus.OfAsync(setup.Gateway)).Failures);
    }

    private static async Task<List<StrictMessage>> ReadAnswersAsync(CorpusClient client, CorpusCase expected)
    {
        List<StrictMessage> answers = [];
        var statuses = expected.Get("status");
        foreach (var status in statuses.Split(", ").Where(status => status != "none"))
        {
            var answer = await client.ReadAsync(hasBody: !expected.Message.StartsWith("HEAD ", StringComparison.Ordinal));
            Assert.Equal(status, answer?.Status);
            Assert.True(answer!.IsWhole);
            if (status != "505")
                answer.Assert("has-field", "X-CoreRL-Version");
            if (status[0] == '4')
                answer.Assert("field", "Content-Type: application/problem+json");
            answers.Add(answer);
        }

        return answers;
    }

    // On the same connection, so that a byte too many or too few shows; and whatever was forwarded comes before it.
    private async Task ProbeAsync(CorpusClient client, bool isOpen, string rest)
    {
        if (!isOpen)
            Assert.Equal(rest, await client.ReadToEndAsync());
        using var another = isOpen ? null : await CorpusClient.ConnectAsync(setup.Gateway.Address);
        await (another ?? client).SendAsync(Probe);
        var answer = await (another ?? client).ReadAsync();
        Assert.Equal(("200", "ok"), (answer?.Status, answer?.Body));
    }

    private async Task<IReadOnlyList<StrictMessage>> ReceivedAsync(int count)
    {
        IReadOnlyList<StrictMessage> received = [];
        await Eventually.BecomesTrueAsync(
            () => Task.FromResult((received = setup.Upstream.Received).Count > count && received.All(request => request.HasEnded)),
            TimeSpan.FromSeconds(15), () => $"{count} requests have reached the upstream, but: {string.Join(", ", received.Select(request => request.StartLine))}");
        Assert.Single(received, request => request.StartLine == ProbeAtUpstream);
        return [.. received.Where(request => request.StartLine != ProbeAtUpstream)];
    }

    private static void AssertAll(CorpusCase expected, StrictMessage? answer, IReadOnlyList<StrictMessage> received)
    {
        Assert.Equal(
            expected.Settings.Where(setting => setting is { Key: "upstream" or "upstream-cut", Value: not "none" }).Select(setting => (setting.Value, setting.Key == "upstream")),
            received.Select(request => (request.StartLine, request.IsWhole)));
        Assert.Contains(expected.Settings, setting => setting.Key is "upstream" or "upstream-cut");

        var current = answer;
        var next = 0;
        foreach (var (key, value) in expected.Settings)
        {
            if (key is "upstream" or "upstream-cut")
                current = value == "none" ? null : received[next++];
            else if (key is not ("status" or "connection" or "then" or "rest"))
                current!.Assert(key, value);
        }

    }

    /// <summary>One gateway and one upstream for all files.</summary>
    public sealed class Setup : IAsyncLifetime
    {
        internal StrictUpstream Upstream { get; } = new();

        internal GatewayInstance Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Gateway = await GatewayInstance.StartAsync($$"""
                { "Via": "Both", "Routes": { "r": { "Path": "/api/{**path}", "StripPath": true, "Targets": "{{Upstream.Address}}", "HealthCheck": { "Interval": "01:00:00" } } } }
                """);

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Upstream.DisposeAsync();
        }
    }
}

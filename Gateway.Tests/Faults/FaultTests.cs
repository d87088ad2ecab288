using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Faults;

/// <summary>What clients see while targets go bad, under a load of 64 connections. docs/reliability.md holds the table of a run.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed partial class FaultTests(FaultBench bench) : IClassFixture<FaultBench>
{
    // The fakes remember their newest thousand requests.
    private const int AtOnce = 1500;

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<string> _posts = new();

    public static TheoryData<string> Faults { get; } = [.. Fault.All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task While_one_of_three_targets_is(string name)
    {
        var fault = Fault.All[name];
        foreach (var fake in bench.Fakes)
            await fake.ForgetAsync();
        await using var instead = fault.Instead?.Invoke(Note);
        Abandoned abandoned = new();
        await using var gateway = await FaultBench.StartGatewayAsync([fault.Nowhere ?? instead?.Address ?? bench.Fakes[0].Address, bench.Fakes[1].Address, bench.Fakes[2].Address], abandoned);

        FaultRun run = new(gateway);
        var clock = Stopwatch.StartNew();
        for (var left = FaultBench.Requests; left > 0; left -= AtOnce)
        {
            await run.SendAsync(Math.Min(left, AtOnce), left == FaultBench.Requests && fault.Begin is { } begin ? () => begin(bench.Fakes[0]) : null);
            await NoteAsync(bench.Fakes[1..]);
        }

        var took = clock.Elapsed;
        TimeSpan? recovered = null;
        if (fault.End is not null)
        {
            await fault.End(bench.Fakes[0]);
            recovered = await RecoverAsync(gateway);
            await NoteAsync(bench.Fakes[..1]);
        }

        var seen = _posts.CountBy(id => id).ToDictionary();
        var twice = seen.Values.Count(count => count > 1);
        bench.Add(name, run, twice, took, recovered);

        Assert.True(run.FailedGets == 0, string.Join("; ", run.Failures));
        Assert.Equal(0, abandoned.Count);
        Assert.True(run.CutGets == 0 || fault.MayCut, string.Join("; ", run.Failures));
        Assert.Equal(0, twice);
        if (!fault.Forgets)
            Assert.All(run.Posts, id => Assert.True(run.WasReportedAsFailed(id) || seen.ContainsKey(id), "a POST was answered that nobody executed"));
        Assert.True(recovered is null || recovered < FaultBench.LongestBreak + Slack, $"in use again only after {recovered}");
    }

    [Fact]
    public async Task All_down_and_up_again()
    {
        Abandoned abandoned = new();
        await using var gateway = await FaultBench.StartGatewayAsync(bench.Fakes.Select(fake => fake.Address), abandoned);
        FaultRun run = new(gateway);
        var clock = Stopwatch.StartNew();
        await run.SendAsync(FaultBench.Requests, () => Task.WhenAll(bench.Fakes.Select(fake => fake.KillAsync())));

        // The load may have been faster than the killing; now nobody is left.
        FaultRun after = new(gateway);
        await after.SendAsync(64);
        Assert.True(after.FailedGets > 0, "nobody was there, and nobody noticed");
        Assert.Equal(0, abandoned.Count);

        await Task.WhenAll(bench.Fakes.Select(fake => fake.RestartAsync()));
        var took = clock.Elapsed;
        var recovered = await RecoverAsync(gateway);
        bench.Add("all three killed", run, null, took, recovered);
        Assert.True(recovered < FaultBench.LongestBreak + Slack, $"in use again only after {recovered}");
    }

    /// <summary>How long it takes, at one request after the other, until every target is in use.</summary>
    private static async Task<TimeSpan> RecoverAsync(GatewayInstance gateway)
    {
        var clock = Stopwatch.StartNew();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var response = await gateway.Client.GetAsync("/api/agents/");
                return response.StatusCode == HttpStatusCode.OK && (await FaultBench.CircuitsAsync(gateway)).All(circuit => circuit == "closed");
            },
            TimeSpan.FromSeconds(30),
            "every circuit is closed again");
        return clock.Elapsed;
    }

    private async Task NoteAsync(FakeProcess[] fakes)
    {
        foreach (var fake in fakes)
        {
            foreach (var id in await fake.ReceivedAsync(FaultRun.IdHeader))
                _posts.Enqueue(id);
            await fake.ForgetAsync();
        }
    }

    private void Note(string head)
    {
        if (IdField().Match(head) is { Success: true } match)
            _posts.Enqueue(match.Groups[1].Value);
    }

    [GeneratedRegex(FaultRun.IdHeader + ": ([0-9a-f]+)", RegexOptions.IgnoreCase)]
    private static partial Regex IdField();
}

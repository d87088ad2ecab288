using Gateway.Tests.Harness;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.LoadBalancing;

public sealed class SharingTests
{
    [Theory]
    [InlineData(70, 30, 100)]
    [InlineData(95, 5, 1000)]
    [InlineData(1, 1, 30)]
    [InlineData(7, 3, 10)]
    public async Task Weighted_gives_each_target_exactly_its_weight(int first, int second, int requests)
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Weighted((a, first), (b, second)));

        var answers = await AskAsync(gateway, requests);

        Assert.Equal((requests * first / (first + second), requests * second / (first + second)), (answers.Count(name => name == "a"), answers.Count(name => name == "b")));
    }

    [Fact]
    public async Task Weighted_spreads_the_turns_in_every_run()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Weighted((a, 70), (b, 30)));

        var answers = await AskAsync(gateway, 250);

        Assert.DoesNotContain("aaaa", string.Concat(answers), StringComparison.Ordinal);
        Assert.DoesNotContain("bb", string.Concat(answers), StringComparison.Ordinal);
        for (var from = 0; from + 100 <= answers.Count; from++)
            Assert.Equal(70, answers.Skip(from).Take(100).Count(name => name == "a"));
    }

    [Fact]
    public async Task Weighted_is_exact_to_one_request_a_round_under_64_clients_at_once()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Weighted((a, 70), (b, 30)));

        for (var round = 1; round <= 10; round++)
        {
            var left = 100;
            await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await gateway.Client.GetStringAsync("/api/x");
            }));

            Assert.InRange(a.Received.Count, (round * 70) - 1, (round * 70) + 1);
            Assert.InRange(b.Received.Count, (round * 30) - 1, (round * 30) + 1);
        }
    }

    [Fact]
    public async Task A_target_with_three_endpoints_has_one_share_which_they_divide_evenly()
    {
        var many = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Upstream.StartAsync($"m{i}")));
        await using var one = await Upstream.StartAsync("one");
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""{ "Routes": { "r": { "Path": "/api/{**path}", "LoadBalancing": "Weighted", "Targets": [ { "Address": "http://many", "Weight": 3 }, { "Address": "{{one.Address}}", "Weight": 1 } ] } } }""",
            builder => builder.Configuration.AddInMemoryCollection(many.Select((upstream, i) => KeyValuePair.Create($"services:many:http:{i}", (string?)upstream.Address))));

        await AskAsync(gateway, 120);

        Assert.Equal([30, 30, 30, 30], [.. many.Select(upstream => upstream.Received.Count), one.Received.Count]);
        foreach (var upstream in many)
            await upstream.DisposeAsync();
    }

    [Fact]
    public async Task A_target_of_weight_0_gets_nothing()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Weighted((a, 0), (b, 5)));

        Assert.All(await AskAsync(gateway, 40), name => Assert.Equal("b", name));
        Assert.Empty(a.Received);
    }

    [Fact]
    public async Task A_failed_targets_share_goes_to_the_others_in_proportion()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var c = await Upstream.StartAsync("c");
        await using var gateway = await GatewayInstance.StartAsync(Weighted((a, 50), (b, 30), (c, 20)));
        await a.StopAsync();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await AskAsync(gateway, 1);
                return (await gateway.Client.GetStringAsync("/gateway/status")).Contains("\"circuit\":\"open\"", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(10), "the circuit is open");
        b.Forget();
        c.Forget();

        await AskAsync(gateway, 100);

        Assert.Equal((60, 40), (b.Received.Count, c.Received.Count));
    }

    internal static string Weighted(params (Upstream Upstream, int Weight)[] targets) => Route("Weighted", targets);

    internal static string Route(string policy, params (Upstream Upstream, int Weight)[] targets) => $$"""
        { "Routes": { "r": { "Path": "/api/{**path}", "LoadBalancing": "{{policy}}", "CircuitBreaker": { "BreakDuration": "00:01:00" },
          "Targets": [ {{string.Join(", ", targets.Select(target => $$"""{ "Name": "{{target.Upstream.Name}}", "Address": "{{target.Upstream.Address}}", "Weight": {{target.Weight}} }"""))}} ] } } }
        """;

    internal static async Task<IReadOnlyList<string>> AskAsync(GatewayInstance gateway, int requests)
    {
        List<string> answers = [];
        for (var i = 0; i < requests; i++)
            answers.Add(await gateway.Client.GetStringAsync("/api/x"));
        return answers;
    }
}

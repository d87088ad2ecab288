using Gateway.Tests.Harness;

namespace Gateway.Tests.LoadBalancing;

public sealed class PolicyTests
{
    [Fact]
    public async Task RoundRobin_takes_each_target_in_turn()
    {
        await using var targets = await Three.StartAsync("RoundRobin");

        var answers = await SharingTests.AskAsync(targets.Gateway, 30);

        for (var i = 3; i < answers.Count; i++)
            Assert.Equal(answers[i - 3], answers[i]);
        Assert.Equal(3, answers.Take(3).Distinct().Count());
    }

    [Fact]
    public async Task Random_takes_any_target_in_no_order()
    {
        await using var targets = await Three.StartAsync("Random");

        var answers = await SharingTests.AskAsync(targets.Gateway, 300);

        // Less than 50 of 300, where 100 are expected, happens once in 10^9 runs; so does an order of turns by chance.
        Assert.All(targets.Upstreams, upstream => Assert.InRange(upstream.Received.Count, 50, 160));
        Assert.Contains(answers.Zip(answers.Skip(1)), pair => pair.First == pair.Second);
    }

    [Fact]
    public async Task LeastRequests_goes_round_the_busy_target()
    {
        await using var targets = await Three.StartAsync("LeastRequests");
        var (busy, held) = await targets.HoldOneAsync();

        var answers = await targets.AskOneByOneAsync(60);

        Assert.DoesNotContain(busy.Name, answers);

        // Less than 10 of 60, where 30 are expected, happens once in 10^7 runs.
        Assert.All(targets.Upstreams.Where(upstream => upstream != busy), upstream => Assert.InRange(answers.Count(name => name == upstream.Name), 10, 50));
        targets.Release();
        await held;
    }

    [Fact]
    public async Task PowerOfTwoChoices_never_takes_the_busiest_and_uses_all_the_others()
    {
        await using var targets = await Three.StartAsync("PowerOfTwoChoices");
        var (busy, held) = await targets.HoldOneAsync();

        var answers = await targets.AskOneByOneAsync(60);

        Assert.DoesNotContain(busy.Name, answers);
        Assert.Equal(2, answers.Distinct().Count());
        targets.Release();
        await held;
    }

    private sealed class Three : IAsyncDisposable
    {
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public required Upstream[] Upstreams { get; init; }

        public required GatewayInstance Gateway { get; init; }

        public static async Task<Three> StartAsync(string policy)
        {
            var upstreams = await Task.WhenAll(((string[])["a", "b", "c"]).Select(name => Upstream.StartAsync(name)));
            return new() { Upstreams = upstreams, Gateway = await GatewayInstance.StartAsync(SharingTests.Route(policy, [.. upstreams.Select(upstream => (upstream, 1))])) };
        }

        /// <summary>One request that stays under way until <see cref="Release"/>, and who got it.</summary>
        public async Task<(Upstream Busy, Task Held)> HoldOneAsync()
        {
            foreach (var upstream in Upstreams)
            {
                var answer = upstream.Answer;
                upstream.Answer = async context =>
                {
                    if (context.Request.Path == "/api/hold")
                        await _release.Task;
                    await answer(context);
                };
            }

            var held = Gateway.Client.GetStringAsync("/api/hold");
            await Eventually.BecomesTrueAsync(() => Task.FromResult(Upstreams.Any(upstream => upstream.Received.Count > 0)), TimeSpan.FromSeconds(10), "the held request has arrived");
            return (Upstreams.Single(upstream => upstream.Received.Count > 0), held);
        }

        /// <summary>Each request when the one before it is no longer counted: only the held one is in flight.</summary>
        public async Task<IReadOnlyList<string>> AskOneByOneAsync(int requests)
        {
            List<string> answers = [];
            for (var i = 0; i < requests; i++)
            {
                await Eventually.BecomesTrueAsync(
                    () => Gateway.Gateway.Table.Routes[0].Targets.Sum(target => target.Target.InFlight) == 1, TimeSpan.FromSeconds(10), "only the held request is in flight");
                answers.Add(await Gateway.Client.GetStringAsync("/api/x"));
            }

            return answers;
        }

        public void Release() => _release.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Release();
            await Gateway.DisposeAsync();
            foreach (var upstream in Upstreams)
                await upstream.DisposeAsync();
        }
    }
}

using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Status;

public sealed class LiveHealthTests
{
    [Fact]
    public async Task A_hundred_callers_in_the_same_second_cost_one_probe_a_target()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var coredinator = await Upstream.StartAsync(answer: context => go.Task.WaitAsync(context.RequestAborted));
        await using var coretelemetry = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(HealthRoutes.TwoServices(coredinator.Address, coretelemetry.Address));

        // All of them are there before the first probe is answered.
        using var client = gateway.NewClient();
        var callers = Enumerable.Range(0, 100).Select(_ => client.GetAsync("/health")).ToArray();
        await Eventually.BecomesTrueAsync(() => coredinator.Received.Count > 0, TimeSpan.FromSeconds(1), "the probe has arrived");
        go.SetResult();
        var responses = await Task.WhenAll(callers);

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        // The one, and at most one more that the probes in the background sent when the gateway started.
        Assert.InRange(coredinator.Received.Count, 1, 2);
        Assert.InRange(coretelemetry.Received.Count, 1, 2);
    }

    [Fact]
    public async Task An_answer_is_shared_for_no_longer_than_a_second()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(HealthRoutes.TwoServices(upstream.Address, upstream.Address));
        await HealthRoutes.StatusAsync(gateway);
        var clock = Stopwatch.StartNew();
        upstream.Answer = context => HealthRoutes.Answer(context, 500);

        await Eventually.BecomesTrueAsync(async () => await HealthRoutes.StatusAsync(gateway) == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5), "the new answer is told");

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Targets_that_hang_are_asked_side_by_side_and_given_two_seconds()
    {
        await using var hanging = await Upstream.StartAsync(answer: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await GatewayInstance.StartAsync(HealthRoutes.TwoServices(hanging.Address, hanging.Address));

        var clock = Stopwatch.StartNew();
        using var response = await gateway.Client.GetAsync("/health");

        Assert.Equal("""{"status":"degraded","services":{"coredinator":"unhealthy","coretelemetry":"unhealthy"}}""", await response.Content.ReadAsStringAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3.5));
    }
}

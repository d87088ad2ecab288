using System.Net;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Status;

/// <summary>Probes on demand. The clock stands still until the test moves it.</summary>
public sealed class LiveHealthTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_hundred_callers_in_the_same_second_cost_one_probe_a_target()
    {
        TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var coredinator = await Upstream.StartAsync(answer: context => go.Task.WaitAsync(context.RequestAborted));
        await using var coretelemetry = await Upstream.StartAsync();
        await using var gateway = await StartAsync(coredinator, coretelemetry);

        // They come in one second, many of them before the first probe is answered.
        using var client = gateway.NewClient();
        var callers = Enumerable.Range(0, 100).Select(_ => client.GetAsync("/health")).ToArray();
        await Eventually.BecomesTrueAsync(() => coredinator.Received.Count > 0, Limit, "the probe has arrived");
        go.SetResult();
        var responses = await Task.WhenAll(callers);

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Single(coredinator.Received);
        Assert.Single(coretelemetry.Received);
    }

    [Fact]
    public async Task An_answer_is_shared_for_no_longer_than_a_second()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await StartAsync(upstream, upstream);
        Assert.Equal(HttpStatusCode.OK, await HealthRoutes.StatusAsync(gateway));
        upstream.Answer = context => HealthRoutes.Answer(context, 500);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthRoutes.StatusAsync(gateway));
    }

    [Fact]
    public async Task Targets_that_hang_are_asked_side_by_side_and_given_two_seconds()
    {
        await using var hanging = await Upstream.StartAsync(answer: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await StartAsync(hanging, hanging);

        var asking = gateway.Client.GetAsync("/health");
        await Eventually.BecomesTrueAsync(() => hanging.Received.Count == 2, Limit, "both are asked, and neither has answered");
        Assert.False(asking.IsCompleted);
        Assert.Equal(2, _time.TimersDueIn(TimeSpan.FromSeconds(2)));
        _time.Advance(TimeSpan.FromSeconds(2));
        using var response = await asking.WaitAsync(Limit);

        Assert.Equal("""{"status":"degraded","services":{"coredinator":"unhealthy","coretelemetry":"unhealthy"}}""", await response.Content.ReadAsStringAsync());
    }

    private Task<GatewayInstance> StartAsync(Upstream coredinator, Upstream coretelemetry) =>
        GatewayInstance.StartAsync(HealthRoutes.TwoServices(coredinator.Address, coretelemetry.Address), builder => builder.Services.AddSingleton<TimeProvider>(_time));
}

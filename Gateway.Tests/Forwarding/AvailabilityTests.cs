using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Forwarding;

/// <summary>Every route that uses a target hears what happens to it, whatever else was begun, rejected or removed meanwhile.</summary>
public sealed class AvailabilityTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly RouteSettings QuickSettings = new()
    {
        MaxRetries = 0,
        CircuitBreaker = new() { MinimumThroughput = 1, BreakDuration = TimeSpan.FromSeconds(0.1), MaxBreakDuration = TimeSpan.FromSeconds(0.1) },
    };

    [Fact]
    public async Task Two_forwards_to_one_address_both_come_back_after_an_outage()
    {
        await using var upstream = await Upstream.StartAsync("a");
        await using var app = await CodeApp.StartAsync(map: app =>
        {
            app.Map("/one", () => Forward.To(upstream.Address, "/", QuickSettings));
            app.Map("/two", () => Forward.To(upstream.Address, "/x", QuickSettings));
        });
        Assert.Equal(["a", "a"], [await app.Client.GetStringAsync("/one"), await app.Client.GetStringAsync("/two")]);

        await OutageAsync(upstream, app.Client, "/one", "/two");
    }

    [Fact]
    public async Task A_forward_and_a_route_of_one_name_both_come_back_after_an_outage()
    {
        await using var upstream = await Upstream.StartAsync("a");
        var target = RouteTarget.At(new(upstream.Address));
        await using var app = await CodeApp.StartAsync(
            gateway => gateway.AddRoute(new(QuickSettings) { Name = target.Name, Path = "/one", Targets = [target] }),
            app => app.Map("/two", () => Forward.To(upstream.Address, settings: QuickSettings)));
        Assert.Equal(["a", "a"], [await app.Client.GetStringAsync("/one"), await app.Client.GetStringAsync("/two")]);

        await OutageAsync(upstream, app.Client, "/one", "/two");
    }

    [Fact]
    public async Task A_change_that_is_cancelled_leaves_the_route_in_force_as_it_was()
    {
        await using var upstream = await Upstream.StartAsync("a");
        ProgrammedDiscovery discovery = new();
        TaskCompletionSource asked = new();
        discovery.Set("slow", async cancellation =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return [];
        });
        await using var gateway = await GatewayInstance.StartAsync("{}", discovery.AddTo);
        var route = new GatewayRoute(QuickSettings) { Name = "r", Path = "/one", Targets = [RouteTarget.At(new(upstream.Address))] };
        await gateway.Gateway.AddAsync(route);
        Assert.Equal("a", await gateway.Client.GetStringAsync("/one"));

        using CancellationTokenSource cancelled = new();
        var changing = gateway.Gateway.ReplaceAsync(route with { Targets = [.. route.Targets, RouteTarget.At(new("http://slow"))] }, cancelled.Token);
        await asked.Task.WaitAsync(Limit);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => changing);

        await OutageAsync(upstream, gateway.Client, "/one");
        Assert.Single(gateway.Gateway.Routes[0].Targets);
    }

    [Fact]
    public async Task While_a_change_waits_for_discovery_the_routes_in_force_hear_of_their_targets()
    {
        await using var upstream = await Upstream.StartAsync("a");
        TaskCompletionSource asked = new(), found = new();
        ProgrammedDiscovery discovery = new();
        discovery.Set("slow", async _ =>
        {
            asked.TrySetResult();
            await found.Task;
            return [upstream.Address];
        });
        await using var gateway = await GatewayInstance.StartAsync("{}", discovery.AddTo);
        var route = new GatewayRoute(QuickSettings) { Name = "r", Path = "/one", Targets = [RouteTarget.At(new(upstream.Address))] };
        await gateway.Gateway.AddAsync(route);

        var changing = gateway.Gateway.ReplaceAsync(route with { Targets = [.. route.Targets, RouteTarget.At(new("http://slow"))] }, TestContext.Current.CancellationToken);
        await asked.Task.WaitAsync(Limit);
        await OutageAsync(upstream, gateway.Client, "/one");
        found.SetResult();

        Assert.True(await changing);
        Assert.Equal(2, gateway.Gateway.Routes[0].Targets.Count);
    }

    private static async Task OutageAsync(Upstream upstream, HttpClient client, params string[] paths)
    {
        upstream.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };
        foreach (var path in paths)
            (await client.GetAsync(path)).Dispose();
        upstream.Answer = context => context.Response.WriteAsync("a");

        foreach (var path in paths)
        {
            await Eventually.BecomesTrueAsync(
                async () =>
                {
                    using var response = await client.GetAsync(path);
                    return response.StatusCode == HttpStatusCode.OK;
                },
                Limit, $"{path} is forwarded again");
        }
    }
}

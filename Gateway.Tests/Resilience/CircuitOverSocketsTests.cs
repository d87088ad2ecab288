using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Resilience;

/// <summary>Circuits in a running gateway whose clock stands still until the test moves it.</summary>
public sealed class CircuitOverSocketsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Of_64_requests_at_once_exactly_one_probes()
    {
        var broken = true;
        TaskCompletionSource arrived = new(), answer = new();
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            if (broken)
            {
                context.Response.StatusCode = 503;
                return;
            }

            arrived.TrySetResult();
            await answer.Task;
        });
        await using var gateway = await StartAsync(upstream.Address);
        await OpenAsync(gateway, "/x");

        broken = false;
        upstream.Forget();
        _time.Advance(TimeSpan.FromSeconds(5));
        var requests = Enumerable.Range(0, 64).Select(_ => gateway.Client.GetAsync("/x")).ToArray();
        await arrived.Task.WaitAsync(Limit);
        await Eventually.BecomesTrueAsync(() => requests.Count(request => request.IsCompleted) == 63, Limit, "all but the probe are refused");
        Assert.Single(upstream.Received);
        Assert.Equal("half-open", await CircuitOfAsync(gateway));

        answer.SetResult();
        var statuses = (await Task.WhenAll(requests)).CountBy(response => response.StatusCode).ToDictionary();
        Assert.Equal(1, statuses[HttpStatusCode.OK]);
        Assert.Equal(63, statuses[HttpStatusCode.ServiceUnavailable]);
        Assert.Equal("closed", await CircuitOfAsync(gateway));
    }

    [Fact]
    public async Task When_all_are_open_the_client_is_told_the_truth_about_when_to_come_again()
    {
        await using var upstream = await Upstream.StartAsync("a", Fail);
        await using var gateway = await StartAsync(upstream.Address);
        await OpenAsync(gateway, "/x");

        _time.Advance(TimeSpan.FromSeconds(1.5));
        using var refused = await gateway.Client.GetAsync("/x");
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("circuit_open", problem.GetProperty("reason").GetString());
        Assert.StartsWith("Service unavailable: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(4), refused.Headers.RetryAfter!.Delta);

        upstream.Answer = _ => Task.CompletedTask;
        _time.Advance(TimeSpan.FromSeconds(4));
        using var probe = await gateway.Client.GetAsync("/x");
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Fact]
    public async Task An_open_target_is_left_out_until_its_probe_and_not_for_ever()
    {
        await using var bad = await Upstream.StartAsync("bad", Fail);
        await using var good = await Upstream.StartAsync("good");
        await using var gateway = await StartAsync(bad.Address, good.Address);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                (await gateway.Client.GetAsync("/x")).Dispose();
                return await CircuitOfAsync(gateway) == "open";
            },
            Limit,
            "the circuit opens");

        bad.Forget();
        for (var i = 0; i < 50; i++)
            Assert.Equal("good", await gateway.Client.GetStringAsync("/x"));
        Assert.Empty(bad.Received);

        // One request tries it, and is tried again elsewhere; the break is twice as long then.
        _time.Advance(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 50; i++)
            Assert.Equal("good", await gateway.Client.GetStringAsync("/x"));
        Assert.Single(bad.Received);

        bad.Answer = context => context.Response.WriteAsync("well");
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal("good", await gateway.Client.GetStringAsync("/x"));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("well", await gateway.Client.GetStringAsync("/x"));
        var names = new[] { await gateway.Client.GetStringAsync("/x"), await gateway.Client.GetStringAsync("/x") };
        Assert.Equal(["good", "well"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_circuit_whose_break_is_over_is_shown_as_half_open_also_without_requests()
    {
        await using var upstream = await Upstream.StartAsync("a", Fail);
        await using var gateway = await StartAsync(upstream.Address);
        using Measured measured = new(gateway);
        await OpenAsync(gateway, "/x");

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(("open", "open"), (await CircuitOfAsync(gateway), Metric()));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(("half-open", "half_open"), (await CircuitOfAsync(gateway), Metric()));

        string? Metric() => measured.Collect("gateway.target.circuits").Single(each => each.Value == 1)["gateway.circuit.state"];
    }

    // What clients do: ClientFaultTests.
    [Fact]
    public async Task An_upstreams_own_404_and_500_never_count()
    {
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = context.Request.Path == "/missing" ? 404 : 500;
            return Task.CompletedTask;
        });
        await using var gateway = await StartAsync(upstream.Address);

        for (var i = 0; i < 10; i++)
        {
            (await gateway.Client.GetAsync("/missing")).Dispose();
            (await gateway.Client.GetAsync("/error")).Dispose();
        }

        var status = await TargetStatus.WhenIdleAsync(gateway, 20);
        Assert.Equal((0, "closed"), (status.Failures, status.Circuit));
    }

    [Fact]
    public async Task A_probe_that_streams_for_long_closes_the_circuit_all_the_same()
    {
        var broken = true;
        TaskCompletionSource end = new();
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            if (broken)
            {
                context.Response.StatusCode = 503;
                return;
            }

            await context.Response.WriteAsync("event");
            await context.Response.Body.FlushAsync();
            if (context.Request.Path == "/events")
                await end.Task;
        });
        await using var gateway = await StartAsync(upstream.Address);
        await OpenAsync(gateway, "/x");

        broken = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        using var events = await gateway.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("half-open", await CircuitOfAsync(gateway));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("closed", await CircuitOfAsync(gateway));
        Assert.Equal("event", await gateway.Client.GetStringAsync("/x"));
        end.SetResult();
        Assert.Equal("event", await events.Content.ReadAsStringAsync());
    }

    private static Task Fail(HttpContext context)
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private static async Task OpenAsync(GatewayInstance gateway, string path)
    {
        for (var i = 0; i < 5; i++)
            (await gateway.Client.PostAsync(path, null)).Dispose();
        Assert.Equal("open", await CircuitOfAsync(gateway));
    }

    private static async Task<string> CircuitOfAsync(GatewayInstance gateway) => (await TargetStatus.OfAsync(gateway)).Circuit;

    private Task<GatewayInstance> StartAsync(params string[] targets) => GatewayInstance.StartAsync(
        $$"""
        { "Routes": { "r": { "Path": "/{**path}", "Retry": { "BaseDelay": "00:00:00" },
          "Targets": [ {{string.Join(", ", targets.Select((address, i) => $$"""{ "Name": "t{{i}}", "Address": "{{address}}" }"""))}} ] } } }
        """,
        builder => builder.Services.AddSingleton<TimeProvider>(_time));
}

using System.Collections.Concurrent;
using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Health;

/// <summary>A target that comes back is used again as soon as a health check has seen it, not only when its circuit's break is over.</summary>
public sealed class RecoveryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_target_that_was_away_for_a_moment_is_not_away_for_the_whole_break()
    {
        LogLines log = new();
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(Config("01:00:00", upstream), builder => Keep(builder, log));
        Assert.Equal("a", await gateway.Client.GetStringAsync("/x"));
        await Eventually.BecomesTrueAsync(async () => (await TargetStatus.OfAsync(gateway)).Health == "healthy", Limit, "the first health check has passed");

        await upstream.StopAsync();
        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway) == HttpStatusCode.ServiceUnavailable, Limit, "the circuit opens");
        await upstream.StartAsync();

        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway) == HttpStatusCode.OK, Limit, "the target is used again");
        Assert.Single(log.Lines, line => line.StartsWith($"Warning Route r: the circuit of target a ({upstream.Address}/) has opened for 3600 s: ", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("is half-open", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("has passed while its circuit is open", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.EndsWith("has closed: the probe succeeded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_targets_that_are_restarted_one_after_the_other_lose_no_request()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Config("01:00:00", a, b));
        using CancellationTokenSource stop = new();
        ConcurrentBag<HttpStatusCode> statuses = [];
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                statuses.Add(await StatusAsync(gateway));
        })).ToArray();

        foreach (var (upstream, name) in ((Upstream, string)[])[(a, "a"), (b, "b")])
        {
            await upstream.StopAsync();
            await Eventually.BecomesTrueAsync(async () => await CircuitOf(gateway, name) == "open", Limit, $"the circuit of {name} opens");
            await upstream.StartAsync();
            await Eventually.BecomesTrueAsync(async () => await CircuitOf(gateway, name) == "closed", Limit, $"the circuit of {name} closes");
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task An_unhealthy_target_is_logged_once_with_the_reason_and_so_is_its_return()
    {
        LogLines log = new();
        var status = 500;
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, "\"HealthCheckPath\": \"/health\", \"HealthCheck\": { \"Interval\": \"00:00:00.1\" }"), builder => Keep(builder, log));

        await Eventually.BecomesTrueAsync(() => upstream.Received.Count > 5, Limit, "some health checks");
        status = 200;
        await Eventually.BecomesTrueAsync(() => log.Lines.Any(line => line.EndsWith("is healthy", StringComparison.Ordinal)), Limit, "the return is logged");

        Assert.Single(log.Lines, line => line.EndsWith("is unhealthy, 2 health check(s) of /health failed: status 500", StringComparison.Ordinal));
    }

    private static void Keep(WebApplicationBuilder builder, LogLines log)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        log.AddTo(builder);
    }

    private static string Config(string breakDuration, params Upstream[] upstreams) => $$"""
        { "Routes": { "r": { "Path": "/{**path}", "Targets": [ {{string.Join(", ", upstreams.Select(upstream => $$"""{ "Name": "{{upstream.Name}}", "Address": "{{upstream.Address}}" }"""))}} ],
          "HealthCheckPath": "/health", "Retry": { "BaseDelay": "00:00:00.01", "BudgetPercent": 100 },
          "CircuitBreaker": { "MinimumThroughput": 2, "BreakDuration": "{{breakDuration}}", "MaxBreakDuration": "{{breakDuration}}" } } } }
        """;

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway)
    {
        using var response = await gateway.Client.GetAsync("/x");
        return response.StatusCode;
    }

    private static async Task<string> CircuitOf(GatewayInstance gateway, string target) =>
        (await System.Net.Http.Json.HttpClientJsonExtensions.GetFromJsonAsync<System.Text.Json.JsonElement>(gateway.Client, "/gateway/status"))
            .GetProperty("routes")[0].GetProperty("targets").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == target).GetProperty("circuit").GetString()!;
}

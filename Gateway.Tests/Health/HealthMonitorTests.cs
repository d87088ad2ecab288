using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Health;

public sealed class HealthMonitorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_health_check_that_a_reload_adds_is_made_from_then_on()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        Assert.Equal("unknown", (await TargetStatus.OfAsync(gateway)).Health);

        await gateway.ReconfigureAsync(GatewayConfig.Route(upstream.Address, """ "HealthCheckPath": "/health", "HealthCheck": { "Interval": "00:00:00.1" } """));

        await Eventually.BecomesTrueAsync(async () => (await TargetStatus.OfAsync(gateway)).Health == "healthy", Limit, "the target is probed");
    }

    [Fact]
    public async Task A_target_goes_unknown_healthy_unhealthy_healthy_and_gets_requests_accordingly()
    {
        var sick = false;
        RequestDelegate answer = context =>
        {
            if (context.Request.Path == "/health")
                context.Response.StatusCode = sick ? 500 : 200;
            return Task.CompletedTask;
        };
        var open = new TaskCompletionSource();
        await using var a = await Upstream.StartAsync("a", async context =>
        {
            await open.Task;
            await answer(context);
        });
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Config(a, b));

        Assert.Equal("unknown", await HealthOf(gateway, "a"));
        open.SetResult();
        await BecomesAsync(gateway, "a", "healthy");

        sick = true;
        await BecomesAsync(gateway, "a", "unhealthy");
        a.Forget();
        for (var i = 0; i < 10; i++)
            await gateway.Client.GetStringAsync("/x");
        Assert.DoesNotContain(a.Received, request => request.Target == "/x");

        sick = false;
        await BecomesAsync(gateway, "a", "healthy");
        await gateway.Client.GetStringAsync("/x");
        await gateway.Client.GetStringAsync("/x");
        Assert.Contains(a.Received, request => request.Target == "/x");
    }

    [Fact]
    public async Task When_no_target_is_healthy_requests_still_go()
    {
        await using var a = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = context.Request.Path == "/health" ? 500 : 200;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(Config(a));
        await BecomesAsync(gateway, "a", "unhealthy");

        using var response = await gateway.Client.GetAsync("/x");

        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_failing_probe_opens_no_circuit_and_counts_no_failure()
    {
        await using var a = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(Config(a));
        await Eventually.BecomesTrueAsync(() => a.Received.Count > 12, Limit, "a dozen probes");

        var target = await TargetOf(gateway, "a");

        Assert.Equal("closed", target.GetProperty("circuit").GetString());
        Assert.Equal(0, target.GetProperty("failures").GetInt64());
        Assert.Equal(0, target.GetProperty("requests").GetInt64());
    }

    [Fact]
    public async Task A_reload_that_changes_another_route_leaves_the_probing_alone()
    {
        await using var a = await Upstream.StartAsync("a");
        var route = Route("a", a, "01:00:00");
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { {{route}} } }""");
        await gateway.ReconfigureAsync($$"""{ "Routes": { {{route}}, "other": { "Path": "/other", "Targets": "{{a.Address}}" } } }""");
        await Eventually.BecomesTrueAsync(() => gateway.Gateway.Routes.Count == 2, Limit, "the reload");

        Assert.True(a.Received.Count <= 1);
    }

    private static string Config(params Upstream[] upstreams) => $$"""
        { "Routes": { "r": { "Path": "/{**path}", "Targets": [ {{string.Join(", ", upstreams.Select(upstream => $$"""{ "Name": "{{upstream.Name}}", "Address": "{{upstream.Address}}" }"""))}} ],
          "HealthCheckPath": "/health", "HealthCheck": { "Interval": "00:00:00.1", "UnhealthyThreshold": 2, "HealthyThreshold": 2 } } } }
        """;

    private static string Route(string name, Upstream upstream, string interval) => $$"""
        "{{name}}": { "Path": "/{{name}}", "Targets": "{{upstream.Address}}", "HealthCheckPath": "/health", "HealthCheck": { "Interval": "{{interval}}" } }
        """;

    private static Task BecomesAsync(GatewayInstance gateway, string target, string health) =>
        Eventually.BecomesTrueAsync(async () => await HealthOf(gateway, target) == health, Limit, $"{target} {health}");

    private static async Task<string?> HealthOf(GatewayInstance gateway, string target) => (await TargetOf(gateway, target)).GetProperty("health").GetString();

    private static async Task<JsonElement> TargetOf(GatewayInstance gateway, string name)
    {
        var status = await gateway.Client.GetFromJsonAsync<JsonElement>("/gateway/status");
        return status.GetProperty("routes")[0].GetProperty("targets").EnumerateArray().Single(target => target.GetProperty("name").GetString() == name);
    }
}

using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Resilience;

/// <summary>A circuit's probe that waits for a connection of its target.</summary>
public sealed class QueuedProbeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_probe_that_finds_no_free_connection_leaves_the_probe_to_a_later_request()
    {
        var isBroken = true;
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bad = await Upstream.StartAsync("bad", context =>
        {
            context.Response.StatusCode = isBroken ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var good = await Upstream.StartAsync("good", context => context.Request.Path == "/held" ? release.Task : Task.CompletedTask);
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route("http://orders", """ "MaxRetries": 0, "Connections": { "Max": 1 }, "Timeouts": { "Pool": "00:00:00.6" }, "CircuitBreaker": { "MinimumThroughput": 1, "BreakDuration": "00:00:01" } """),
            (WebApplicationBuilder builder) => builder.Configuration.AddInMemoryCollection([new("services:orders:http:0", bad.Address), new("services:orders:http:1", good.Address)]));
        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway, "/api/x") == HttpStatusCode.ServiceUnavailable, Limit, "the circuit of the broken endpoint opens");

        // The healthy endpoint holds the only connection of the target. The third wait begins when the break is over: it is the probe's.
        // On a slow machine it is over before, and the broken endpoint answers.
        var held = gateway.Client.GetAsync("/api/held");
        await Eventually.BecomesTrueAsync(
            () =>
            {
                if (held.IsCompleted)
                    held = gateway.Client.GetAsync("/api/held");
                return good.Received.Any(request => request.Target == "/held");
            },
            Limit, "the connection is in use");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.GatewayTimeout, await StatusAsync(gateway, "/api/y"));

        isBroken = false;
        bad.Forget();
        release.SetResult();
        (await held).Dispose();
        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway, "/api/z") == HttpStatusCode.OK && bad.Received.Count > 0, Limit, "a later request probes");
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway, string path)
    {
        using var response = await gateway.Client.GetAsync(path);
        return response.StatusCode;
    }
}

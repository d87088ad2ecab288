using System.Net;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Status;

public sealed class PrometheusTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_management_port_serves_metrics_by_route_and_target_and_the_public_port_does_not()
    {
        await using var upstream = await Upstream.StartAsync();
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: $$"""
            "Management": { "Port": {{port}}, "Prometheus": true }
            """));
        using HttpClient management = new() { BaseAddress = new($"http://localhost:{port}") };
        await gateway.Client.GetStringAsync("/api/x");
        (await gateway.Client.GetAsync("/nowhere")).Dispose();

        var metrics = string.Empty;
        await Eventually.BecomesTrueAsync(
            async () => (metrics = await management.GetStringAsync("/metrics")).Contains("gateway_error_responses", StringComparison.Ordinal),
            Limit, "the metrics are collected");

        Assert.Matches("gateway_attempt_duration_seconds_count\\{[^}]*gateway_route=\"r\"[^}]*\\} 1", metrics);
        Assert.Matches("target_info\\{[^}]*service_version=", metrics);
        Assert.Contains("gateway_target_circuits", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds", metrics, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Without_the_setting_there_are_no_metrics()
    {
        await using var upstream = await Upstream.StartAsync();
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: $$"""
            "Management": { "Port": {{port}} }
            """));
        using HttpClient management = new() { BaseAddress = new($"http://localhost:{port}") };

        Assert.Equal(HttpStatusCode.NotFound, (await management.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public void It_needs_a_management_port()
    {
        var refused = Assert.Throws<GatewayConfigurationException>(() => ConfigText.Read("""{ "Management": { "Prometheus": true } }"""));

        Assert.Contains(refused.Errors, problem => problem.Path == "Gateway:Management:Prometheus");
    }
}

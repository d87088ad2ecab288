using System.Globalization;
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
            async () => (metrics = await management.GetStringAsync("/metrics")) is var all
                && all.Contains("gateway_error_responses", StringComparison.Ordinal) && all.Contains("http_server_request_duration_seconds", StringComparison.Ordinal),
            Limit, "the metrics are collected, those of ended requests too");

        Assert.Matches("gateway_attempt_duration_seconds_count\\{[^}]*gateway_route=\"r\"[^}]*\\} 1", metrics);
        Assert.Matches("target_info\\{[^}]*service_version=", metrics);
        Assert.Contains("gateway_target_circuits", metrics, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Routing_counts_one_attempt_for_each_request_also_where_the_gateway_asks_it_again()
    {
        var (port, managementPort) = (Ports.Free(), Ports.Free());

        // A process of its own: /metrics has the counts of every gateway in it.
        await using var gateway = GatewayProcess.Start(
            ["--host", "127.0.0.1", "--port", $"{port}"],
            new Dictionary<string, string>
            {
                ["Gateway__Management__Port"] = $"{managementPort}",
                ["Gateway__Management__Prometheus"] = "true",
                ["Gateway__Routes__get__Path"] = "/a",
                ["Gateway__Routes__get__Methods__0"] = "GET",
                ["Gateway__Routes__get__Match__Headers__X-A"] = "yes",
                ["Gateway__Routes__get__Targets"] = "http://127.0.0.1:9",
                ["Gateway__Routes__post__Path"] = "/a",
                ["Gateway__Routes__post__Methods__0"] = "POST",
                ["Gateway__Routes__post__Targets"] = "http://127.0.0.1:9",
            });
        await Eventually.BecomesTrueAsync(() => gateway.Output.Contains("Now listening", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "it listens");
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        using HttpClient management = new() { BaseAddress = new($"http://localhost:{managementPort}") };

        for (var i = 0; i < 3; i++)
        {
            using var missing = await client.GetAsync("/nope");
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            using var refused = await client.DeleteAsync("/a");
            Assert.Equal(["POST"], refused.Content.Headers.Allow);
        }

        var metrics = string.Empty;
        await Eventually.BecomesTrueAsync(
            async () => (metrics = await management.GetStringAsync("/metrics")).Contains("aspnetcore_routing_match_attempts", StringComparison.Ordinal), Limit, "the metrics are collected");
        Assert.Equal(3, AttemptsWith("match_status=\"failure\""));
        Assert.Equal(3, AttemptsWith("http_route=\"(missing)\""));

        int AttemptsWith(string tag) => metrics.Split('\n').Where(line => line.StartsWith("aspnetcore_routing_match_attempts_total", StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal))
            .Sum(line => int.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
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

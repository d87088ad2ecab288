using System.Collections.Concurrent;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Targets;

/// <summary>Connections end, so that what has changed behind a name or in a file is seen under traffic.</summary>
public sealed class ConnectionLifetimeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Under_traffic_a_connection_lives_for_its_lifetime_and_not_longer()
    {
        ConcurrentDictionary<(string Path, string Connection), byte> connections = new();
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            connections.TryAdd((context.Request.Path, context.Connection.Id), 0);
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(
            upstream.Address, "\"Connections\": { \"Lifetime\": \"00:00:01\" }, \"HealthCheckPath\": \"/health\", \"HealthCheck\": { \"Interval\": \"00:00:00.1\" }"));

        await Eventually.BecomesTrueAsync(
            async () =>
            {
                (await gateway.Client.GetAsync("/api/x")).EnsureSuccessStatusCode();
                return connections.Keys.Count(key => key.Path == "/x") > 2 && connections.Keys.Count(key => key.Path == "/health") > 2;
            },
            Limit, "connections of requests and of health checks are renewed");
    }

    [Fact]
    public async Task A_renewed_file_of_authorities_is_trusted_by_requests_and_health_checks_without_a_restart()
    {
        using TestCertificates old = new(), renewed = new();
        await using var upstream = await Upstream.StartAsync("a", certificate: renewed.Server);
        LogLines log = new();
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, $$""" "MaxRetries": 0, "CircuitBreaker": { "Enabled": false }, "HealthCheckPath": "/health", "HealthCheck": { "Interval": "00:00:00.1" }, "Tls": { "CaFile": "{{old.AuthorityFile}}" } """),
            log.AddTo);
        Assert.Equal(HttpStatusCode.BadGateway, await StatusAsync(gateway));
        await Eventually.BecomesTrueAsync(async () => (await TargetStatus.OfAsync(gateway)).Health == "unhealthy", Limit, "the certificate is not trusted");

        // Half a file is no file: the last good content stays, and the operator is told.
        var broken = old.AuthorityFile + ".broken";
        await File.WriteAllTextAsync(broken, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        File.Move(broken, old.AuthorityFile, overwrite: true);
        await Eventually.BecomesTrueAsync(() => log.Lines.Any(line => line.Contains("cannot be read, its last good content stays in force", StringComparison.Ordinal)), Limit, "the broken file is told");
        File.Move(renewed.AuthorityFile, old.AuthorityFile, overwrite: true);

        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway) == HttpStatusCode.OK, Limit, "the renewed authority is trusted");
        await Eventually.BecomesTrueAsync(async () => (await TargetStatus.OfAsync(gateway)).Health == "healthy", Limit, "health checks trust it too");
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway)
    {
        using var response = await gateway.Client.GetAsync("/api/x");
        return response.StatusCode;
    }
}

using System.Net;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Status;

public sealed class HealthTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Is_healthy_while_every_service_is()
    {
        await using var coredinator = await Upstream.StartAsync();
        await using var coretelemetry = await Upstream.StartAsync();
        await using var gateway = await StartAsync(HealthRoutes.TwoServices(coredinator.Address, coretelemetry.Address));

        using var response = await gateway.Client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"status":"healthy","services":{"coredinator":"healthy","coretelemetry":"healthy"}}""", await response.Content.ReadAsStringAsync());
        Assert.All(coredinator.Received, request => Assert.Equal(("GET", "/api/healthcheck"), (request.Method, request.Target)));
        Assert.All(coretelemetry.Received, request => Assert.Equal(("GET", "/health"), (request.Method, request.Target)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task Is_degraded_when_a_service_answers_anything_but_2xx(int status)
    {
        await using var coredinator = await Upstream.StartAsync();
        await using var coretelemetry = await Upstream.StartAsync(answer: context => HealthRoutes.Answer(context, status));
        await using var gateway = await StartAsync(HealthRoutes.TwoServices(coredinator.Address, coretelemetry.Address));

        using var response = await gateway.Client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"status":"degraded","services":{"coredinator":"healthy","coretelemetry":"unhealthy"}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Is_live_so_that_a_service_which_stops_and_comes_back_is_seen_within_seconds()
    {
        await using var coredinator = await Upstream.StartAsync();
        await using var coretelemetry = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(HealthRoutes.TwoServices(coredinator.Address, coretelemetry.Address));
        await Eventually.BecomesTrueAsync(async () => await HealthRoutes.StatusAsync(gateway) == HttpStatusCode.OK, Limit, "healthy");

        await coredinator.StopAsync();
        await coretelemetry.StopAsync();
        await Eventually.BecomesTrueAsync(
            async () => await gateway.Client.GetAsync("/health") is { StatusCode: HttpStatusCode.ServiceUnavailable } down
                && await down.Content.ReadAsStringAsync() == """{"status":"degraded","services":{"coredinator":"unhealthy","coretelemetry":"unhealthy"}}""",
            Limit, "both are unhealthy");

        await coredinator.StartAsync();
        await coretelemetry.StartAsync();
        await Eventually.BecomesTrueAsync(async () => await HealthRoutes.StatusAsync(gateway) == HttpStatusCode.OK, Limit, "healthy again");
    }

    [Fact]
    public async Task One_healthy_target_is_enough_for_a_service_and_the_details_name_each()
    {
        await using var good = await Upstream.StartAsync();
        await using var bad = await Upstream.StartAsync(answer: context => HealthRoutes.Answer(context, 503));
        await using var gateway = await StartAsync($$"""
            { "Routes": {
                "orders": { "Path": "/orders", "HealthCheckPath": "/health", "Targets": [ { "Name": "bad", "Address": "{{bad.Address}}" }, { "Name": "good", "Address": "{{good.Address}}" } ] },
                "plain": { "Path": "/plain", "Targets": [ { "Name": "p", "Address": "{{good.Address}}" } ] } } }
            """);

        using var health = await gateway.Client.GetAsync("/health");
        using var details = await gateway.Client.GetAsync("/gateway/health");

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("""{"status":"healthy","services":{"orders":"healthy"}}""", await health.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, details.StatusCode);
        Assert.Equal("""{"status":"healthy","routes":{"orders":{"bad":"unhealthy","good":"healthy"},"plain":{"p":"unknown"}},"reasons":{"orders":{"bad":"status 503"}}}""", await details.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_details_are_degraded_when_a_route_has_no_healthy_target()
    {
        await using var bad = await Upstream.StartAsync(answer: context => HealthRoutes.Answer(context, 503));
        await using var gateway = await StartAsync($$"""
            { "Routes": { "orders": { "Path": "/orders", "HealthCheckPath": "/health", "Targets": [ { "Name": "bad", "Address": "{{bad.Address}}" } ] } } }
            """);

        using var details = await gateway.Client.GetAsync("/gateway/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, details.StatusCode);
        Assert.Equal("""{"status":"degraded","routes":{"orders":{"bad":"unhealthy"}},"reasons":{"orders":{"bad":"status 503"}}}""", await details.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Alive_answers_whatever_the_services_do()
    {
        await using var gateway = await StartAsync(HealthRoutes.TwoServices($"http://127.0.0.1:{Ports.Free()}", $"http://127.0.0.1:{Ports.Free()}"));

        using var response = await gateway.Client.GetAsync("/alive");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    // The clock stands still, so that a probe has all the time it takes.
    private static Task<GatewayInstance> StartAsync(string gatewaySection) =>
        GatewayInstance.StartAsync(gatewaySection, builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()));
}

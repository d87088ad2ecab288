using System.Net;
using System.Text.Json;
using Gateway.Tests.Clients;
using Gateway.Tests.Harness;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Gateway.Tests.Health;

/// <summary>Targets that tell their health by grpc.health.v1.</summary>
public sealed class GrpcHealthTests : IAsyncLifetime
{
    private const string ServiceName = "chat.v1.Chat";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly HealthServiceImpl _health = new();
    private Service _service = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _service = await Service.StartAsync(services => services.AddSingleton(_health).AddGrpc(), app => app.MapGrpcService<HealthServiceImpl>(), HttpProtocols.Http2);
        _health.SetStatus(ServiceName, ServingStatus.Serving);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task The_config_of_the_page_follows_what_the_service_says()
    {
        var config = GrpcGateway.WithPort(StreamingPage.Config("grpc", _service.Address), Ports.Free()).Replace("\"Type\": \"Grpc\"", "\"Type\": \"Grpc\", \"Interval\": \"00:00:00.1\"", StringComparison.Ordinal);
        await using var gateway = await GatewayInstance.StartWithFileAsync(config);
        await BecomesAsync(gateway, "healthy");

        _health.SetStatus(ServiceName, ServingStatus.NotServing);
        await BecomesAsync(gateway, "unhealthy");

        _health.SetStatus(ServiceName, ServingStatus.Serving);
        await BecomesAsync(gateway, "healthy");
    }

    [Theory]
    [InlineData("\"HealthCheckPath\": \"/chat.v1.Chat\",", ServiceName, ServingStatus.Serving, HttpStatusCode.OK)]
    [InlineData("\"HealthCheckPath\": \"/chat.v1.Chat\",", ServiceName, ServingStatus.NotServing, HttpStatusCode.ServiceUnavailable)]
    [InlineData("\"HealthCheckPath\": \"/chat.v1.Other\",", ServiceName, ServingStatus.Serving, HttpStatusCode.ServiceUnavailable)]
    [InlineData("\"HealthCheckPath\": \"/\",", "", ServingStatus.Serving, HttpStatusCode.OK)]
    [InlineData("", "", ServingStatus.Serving, HttpStatusCode.OK)]
    [InlineData("", "", ServingStatus.Unknown, HttpStatusCode.ServiceUnavailable)]
    public async Task Health_asks_for_the_service_that_the_path_names(string path, string service, ServingStatus says, HttpStatusCode status)
    {
        _health.SetStatus(service, says);

        // The clock stands still, so that a probe has all the time it takes.
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""
            { "Routes": { "r": { {{path}} "Path": "/{**path}", "Targets": "{{_service.Address}}", "HealthCheck": { "Type": "Grpc", "Interval": "01:00:00" } } } }
            """,
            builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()));

        using var response = await gateway.Client.GetAsync("/health");

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_service_that_does_not_speak_it_or_is_away_is_unhealthy()
    {
        await using var upstream = await Upstream.StartAsync("plain", protocols: HttpProtocols.Http2);
        foreach (var address in (string[])[upstream.Address, $"http://127.0.0.1:{Ports.Free()}"])
        {
            await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(address, "\"HealthCheck\": { \"Type\": \"Grpc\" }"));

            using var response = await gateway.Client.GetAsync("/health");

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
    }

    private static Task BecomesAsync(GatewayInstance gateway, string health) => Eventually.BecomesTrueAsync(
        async () => JsonDocument.Parse(await gateway.Client.GetStringAsync("/gateway/status")).RootElement.GetProperty("routes")[0].GetProperty("targets")[0].GetProperty("health").GetString() == health,
        Limit, health);
}

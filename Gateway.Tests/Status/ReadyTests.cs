using System.Net;
using Gateway.Proxy.Runtime;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Status;

public sealed class ReadyTests
{
    [Fact]
    public async Task Is_ready_once_the_routes_are_in_force_and_asks_no_upstream()
    {
        await using var upstream = await Upstream.StartAsync(answer: context => HealthRoutes.Answer(context, 500));
        await using var gateway = await GatewayInstance.StartAsync(HealthRoutes.TwoServices(upstream.Address, "http://127.0.0.1:9"), builder =>
        {
            // A host may start the server before its other services.
            var descriptor = builder.Services.Single(service => service.ImplementationType == typeof(ConfigurationReloader));
            builder.Services.Remove(descriptor);
            builder.Services.AddSingleton<ConfigurationReloader>();
        });
        var reloader = gateway.Services.GetRequiredService<ConfigurationReloader>();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"starting"}"""), await AskAsync(gateway));

        await reloader.StartAsync(CancellationToken.None);
        Assert.Equal((HttpStatusCode.OK, """{"status":"ready"}"""), await AskAsync(gateway));
        Assert.Empty(upstream.Received);
        await reloader.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Is_draining_from_the_beginning_of_shutdown()
    {
        ManualTime time = new();
        await using var gateway = await GatewayInstance.StartAsync("""{ "DrainDelay": "00:00:02" }""", builder => builder.Services.AddSingleton<TimeProvider>(time));
        Assert.Equal((HttpStatusCode.OK, """{"status":"ready"}"""), await AskAsync(gateway));

        var stopping = gateway.Services.GetRequiredService<IHost>().StopAsync(CancellationToken.None);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"draining"}"""), await AskAsync(gateway));
        time.Advance(TimeSpan.FromSeconds(2));
        await stopping;
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(GatewayInstance gateway)
    {
        using var response = await gateway.Client.GetAsync("/ready");
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

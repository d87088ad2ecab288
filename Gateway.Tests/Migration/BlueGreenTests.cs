using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

public sealed class BlueGreenTests
{
    private const int Switches = 8;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_switch_is_one_step_there_and_back_and_fails_no_request_of_a_load()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("blue");
        await gateway.ShowsAsync("blue");
        await using var load = Load.Start(gateway);

        for (var version = 2; version < 2 + Switches; version++)
        {
            await load.GoOnAsync($"changing-to-{version}");
            await services.ChangeAsync(gateway, IsGreen(version) ? "green" : "blue");
            await Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == version, Limit, $"version {version}");

            // Sent after the gateway has said that the change is in force.
            await load.GoOnAsync($"{version}");
        }

        await load.EndsWithoutAFailureAsync();
        for (var version = 2; version < 2 + Switches; version++)
        {
            var (live, idle) = IsGreen(version) ? (services.V2, services.V1) : (services.V1, services.V2);
            Assert.NotEqual(0, Load.Count(live, $"{version}"));
            Assert.Equal(0, Load.Count(idle, $"{version}"));
        }
    }

    [Fact]
    public async Task The_idle_version_is_probed_and_gets_nothing_even_when_the_live_one_is_down()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("green");
        await gateway.ShowsAsync("green");
        Assert.Contains(services.V1.Received, request => request.Target == "/health");
        services.V1.Forget();
        services.V2.Answer = MigratedServices.Answering("v2", status: 503);

        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.Client.GetAsync("/api/telemetry/x");
            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync());
        }

        Assert.DoesNotContain(services.V1.Received, request => request.Target == "/x");
    }

    private static bool IsGreen(int version) => version % 2 == 0;
}

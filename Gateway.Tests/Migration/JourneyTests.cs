using System.Text;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Migration;

public sealed class JourneyTests
{
    public static TheoryData<string> Examples => [.. MigrationDoc.Examples.Where(name => name != "wrong")];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_page_is_valid(string name)
    {
        using MemoryStream file = new(Encoding.UTF8.GetBytes(MigrationDoc.Example(name)));

        Assert.NotEmpty(GatewaySettingsReader.Read(new ConfigurationBuilder().AddJsonStream(file).Build()).Routes);
    }

    [Fact]
    public async Task From_one_target_by_canary_and_blue_green_to_the_other_no_request_of_a_load_fails()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("one-target");
        await gateway.ShowsAsync("one-target");
        await using var load = Load.Start(gateway);

        foreach (var step in (string[])["canary-95-5", "canary-50-50", "green", "done"])
        {
            await services.ChangeAsync(gateway, step);
            await gateway.ShowsAsync(step);
            await load.GoOnAsync(step);
        }

        await load.EndsWithoutAFailureAsync();
        foreach (var step in (string[])["canary-95-5", "canary-50-50"])
            Assert.All([services.V1, services.V2], service => Assert.NotEqual(0, Load.Count(service, step)));
        foreach (var step in (string[])["green", "done"])
            Assert.Equal(0, Load.Count(services.V1, step));
    }

    [Fact]
    public async Task A_slow_request_finishes_on_the_target_that_was_removed_meanwhile()
    {
        TaskCompletionSource arrived = new(), finish = new();
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("one-target");
        await gateway.ShowsAsync("one-target");
        services.V1.Answer = async context =>
        {
            arrived.TrySetResult();
            await finish.Task;
            await MigratedServices.Answering("v1")(context);
        };

        var slow = gateway.Client.GetStringAsync("/api/telemetry/slow");
        await arrived.Task;
        await services.ChangeAsync(gateway, "done");
        await gateway.ShowsAsync("done");
        Assert.Equal(["      3 200 v2"], await gateway.Client.CountAnswersAsync(3));
        finish.SetResult();

        Assert.Equal("v1", await slow);
    }
}

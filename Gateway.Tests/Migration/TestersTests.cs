using Gateway.Tests.Harness;

namespace Gateway.Tests.Migration;

public sealed class TestersTests
{
    [Fact]
    public async Task Testers_get_the_new_version_first_and_the_others_follow_by_weights()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("one-target");
        Assert.Equal(["      5 200 v1"], await gateway.Client.CountAnswersAsync(5, () => From("yes")));

        await services.ChangeAsync(gateway, "testers-first");
        await Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == 2, TimeSpan.FromSeconds(20), "version 2");
        Assert.Equal(["     20 200 v2"], await gateway.Client.CountAnswersAsync(20, () => From("yes")));
        Assert.Equal(["     20 200 v1"], await gateway.Client.CountAnswersAsync(20, () => From("no")));
        Assert.Equal(["     20 200 v1"], await gateway.Client.CountAnswersAsync(20));

        await services.ChangeAsync(gateway, "testers-and-canary");
        await Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == 3, TimeSpan.FromSeconds(20), "version 3");
        await TestersAndTheOthersAsync(gateway.Client);
    }

    [Fact]
    public async Task In_code_it_is_the_same()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var program = await RunningProgram.StartAsync(Programs.Testers, services);

        await TestersAndTheOthersAsync(program.Client);
    }

    private static async Task TestersAndTheOthersAsync(HttpClient client)
    {
        Assert.Equal(["     20 200 v2"], await client.CountAnswersAsync(20, () => From("yes")));
        Assert.Equal(["     95 200 v1", "      5 200 v2"], await client.CountAnswersAsync(100));
    }

    private static HttpRequestMessage From(string tester)
    {
        HttpRequestMessage request = new(HttpMethod.Get, Observing.Path);
        request.Headers.Add("X-Tester", tester);
        return request;
    }
}

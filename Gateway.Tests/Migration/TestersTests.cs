using System.Net;
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

    [Fact]
    public async Task Without_a_fallback_testers_and_health_fail_with_the_new_version_and_with_one_neither_does()
    {
        await using var services = await MigratedServices.StartAsync();
        await using var gateway = await services.StartGatewayAsync("testers-first");
        await services.V2.StopAsync();

        using (var request = From("yes"))
        using (var tester = await gateway.Client.SendAsync(request))
            Assert.Equal(HttpStatusCode.BadGateway, tester.StatusCode);
        Assert.Equal(["     20 200 v1"], await gateway.Client.CountAnswersAsync(20));
        using (var health = await gateway.Client.GetAsync("/health"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        using (var ready = await gateway.Client.GetAsync("/ready"))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        await services.ChangeAsync(gateway, "testers-with-fallback");
        await Eventually.BecomesTrueAsync(async () => await gateway.VersionAsync() == 2, TimeSpan.FromSeconds(20), "version 2");
        Assert.Equal(["     20 200 v1"], await gateway.Client.CountAnswersAsync(20, () => From("yes")));
        await Eventually.BecomesTrueAsync(
            async () => (await gateway.Client.GetAsync("/health")).IsSuccessStatusCode, TimeSpan.FromSeconds(20), "/health is 200 with a fallback");
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

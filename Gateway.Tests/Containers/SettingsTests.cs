using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

[Collection(SharedContainers.Name)]
public sealed class SettingsTests
{
    private readonly ContainerHost _host;

    public SettingsTests(ContainerHost host)
    {
        host.Require();
        _host = host;
    }

    [Fact]
    public async Task The_built_in_routes_lead_to_the_containers_that_the_environment_names()
    {
        await using var gateway = await _host.StartGatewayAsync(
            "{}", ("services__coredinator__http__0", "http://coredinator:8080"), ("services__coretelemetry__http__0", "http://coretelemetry:8080"));

        using var agents = await gateway.Client.GetAsync("api/v1/coredinator/api/agents/");
        using var data = await gateway.Client.GetAsync("api/v1/coretelemetry/health");

        Assert.Equal(HttpStatusCode.OK, agents.StatusCode);
        Assert.Equal("coredinator", Assert.Single(agents.Headers.GetValues("X-Fake-Instance")));
        Assert.Equal(HttpStatusCode.OK, data.StatusCode);
        Assert.Equal("coretelemetry", Assert.Single(data.Headers.GetValues("X-Fake-Instance")));
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var health = await gateway.Client.GetAsync("health");
                return (await health.Content.ReadAsStringAsync()).Contains("\"status\":\"healthy\"", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(30), "both are healthy");
    }

    [Fact]
    public async Task A_mounted_config_is_replaced_in_one_step_through_its_link_and_the_environment_stays_over_it()
    {
        await using var gateway = await _host.StartGatewayAsync(
            Config("/before", "file"), ("Gateway__VersionHeader__Name", "X-Environment"), ("Gateway__Routes__r__ResponseHeaders__Set__X-From", "environment"));
        using var before = await gateway.Client.GetAsync("before/api/healthcheck");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(["environment"], before.Headers.GetValues("X-From"));

        gateway.Config.Replace(Config("/after", "new file"));

        await Eventually.BecomesTrueAsync(async () =>
        {
            using var after = await gateway.Client.GetAsync("after/api/healthcheck");
            return after.StatusCode == HttpStatusCode.OK && after.Headers.Contains("X-Environment") && after.Headers.GetValues("X-From").Single() == "environment";
        }, TimeSpan.FromSeconds(30), "the new file's route is in force");
        using var gone = await gateway.Client.GetAsync("before/api/healthcheck");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_replaced_config_that_is_wrong_changes_nothing_and_the_status_says_why()
    {
        await using var gateway = await _host.StartGatewayAsync(Config("/r", "file"));

        gateway.Config.Replace("""{ "Surprise": 1 }""");

        await Eventually.BecomesTrueAsync(
            async () => (await gateway.Client.GetStringAsync("gateway/status")).Contains("Gateway:Surprise", StringComparison.Ordinal), TimeSpan.FromSeconds(30), "lastError names it");
        using var response = await gateway.Client.GetAsync("r/api/healthcheck");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Its_process_is_not_roots_and_has_no_capability()
    {
        await using var gateway = await _host.StartGatewayAsync(Config("/r", "file"));

        var top = await Docker.OutputAsync("top", gateway.Container.Id, "-eo", "uid,pid,args");

        var processes = top.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.All(processes, process => Assert.StartsWith("1654 ", process, StringComparison.Ordinal));
        Assert.Equal("true [ALL]", await gateway.InspectAsync(".HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop"));
    }

    private static string Config(string prefix, string from) => $$"""
        { "Routes": { "r": { "Path": "{{prefix}}/{**path}", "StripPath": true, "Targets": "http://upstream:8080", "ResponseHeaders": { "Set": { "X-From": "{{from}}" } } } } }
        """;
}

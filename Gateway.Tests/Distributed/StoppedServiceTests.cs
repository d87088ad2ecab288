using System.Net;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

/// <summary>Services that stop and come back. Each test begins and ends with all of them running.</summary>
public sealed class StoppedServiceTests(ChangingTopology topology) : IClassFixture<ChangingTopology>
{
    private const string Coredinator = "coredinator";
    private const string CoreTelemetry = "coretelemetry";

    [Fact]
    public async Task Coredinator_stopped_is_unhealthy_and_a_504_until_it_is_back()
    {
        await topology.StopAsync(Coredinator);

        await topology.Gateway.ReportsUnhealthyAsync(Coredinator);
        await TimesOutAsync(Coredinator, "/api/agents/");
        await IsAnsweredAsync(CoreTelemetry, "/api/system/platform");

        await topology.StartAsync(Coredinator);
        await topology.Gateway.ReportsHealthyAsync();
        await IsAnsweredAsync(Coredinator, "/api/agents/");
    }

    [Fact]
    public async Task CoreTelemetry_stopped_is_unhealthy_and_a_504_until_it_is_back()
    {
        await topology.StopAsync(CoreTelemetry);

        await topology.Gateway.ReportsUnhealthyAsync(CoreTelemetry);
        await TimesOutAsync(CoreTelemetry, "/api/system/platform");
        await IsAnsweredAsync(Coredinator, "/api/agents/");

        await topology.StartAsync(CoreTelemetry);
        await topology.Gateway.ReportsHealthyAsync();
        await IsAnsweredAsync(CoreTelemetry, "/api/system/platform");
    }

    [Fact]
    public async Task Both_stopped_are_unhealthy_until_they_are_back()
    {
        await Task.WhenAll(topology.StopAsync(Coredinator), topology.StopAsync(CoreTelemetry));
        await topology.Gateway.ReportsUnhealthyAsync(Coredinator, CoreTelemetry);

        await Task.WhenAll(topology.StartAsync(Coredinator), topology.StartAsync(CoreTelemetry));
        await topology.Gateway.ReportsHealthyAsync();
    }

    /// <summary>The orchestrator keeps a stopped service's address: connections to it are taken, and nothing is read from them.</summary>
    private async Task TimesOutAsync(string service, string path)
    {
        using var response = await topology.Gateway.PostAsync($"/api/v1/{service}{path}", content: null);
        await response.IsProblemAsync(HttpStatusCode.GatewayTimeout, service, "read_timeout");
    }

    private async Task IsAnsweredAsync(string service, string path)
    {
        using var response = await topology.Gateway.GetAsync($"/api/v1/{service}{path}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}

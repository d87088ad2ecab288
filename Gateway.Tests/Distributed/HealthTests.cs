using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed class HealthTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Fact]
    public Task All_services_are_healthy() => Gateway.ReportsHealthyAsync();

    [Fact]
    public async Task Coredinator_alone_is_unhealthy_while_its_health_check_fails()
    {
        await Topology.Coredinator.BehaveAsync(new { status = 503, pathPrefix = "/api/healthcheck" });
        await Gateway.ReportsUnhealthyAsync(Coredinator);

        await Topology.Coredinator.BehaveWellAsync();
        await Gateway.ReportsHealthyAsync();
    }

    [Fact]
    public async Task CoreTelemetry_alone_is_unhealthy_while_its_health_check_fails()
    {
        await Topology.CoreTelemetry.BehaveAsync(new { status = 500, pathPrefix = "/health" });
        await Gateway.ReportsUnhealthyAsync(CoreTelemetry);

        await Topology.CoreTelemetry.BehaveWellAsync();
        await Gateway.ReportsHealthyAsync();
    }

    [Fact]
    public async Task Both_services_are_unhealthy_when_one_hangs_and_the_other_breaks_off()
    {
        await Topology.Coredinator.BehaveAsync(new { hang = true, pathPrefix = "/api/healthcheck" });
        await Topology.CoreTelemetry.BehaveAsync(new { abort = "before-headers" });
        await Gateway.ReportsUnhealthyAsync(Coredinator, CoreTelemetry);

        await Topology.Coredinator.BehaveWellAsync();
        await Topology.CoreTelemetry.BehaveWellAsync();
        await Gateway.ReportsHealthyAsync();
    }

    [Fact]
    public async Task The_gateway_is_alive_whatever_its_services_do()
    {
        await Topology.Coredinator.BehaveAsync(new { status = 503 });
        await Topology.CoreTelemetry.BehaveAsync(new { status = 503 });

        using var response = await Gateway.GetAsync("/alive");

        Assert.True(response.IsSuccessStatusCode);
    }
}

using System.Diagnostics;
using System.Net;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed class FailingServiceTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Fact]
    public async Task A_service_that_hangs_is_a_504_once_the_read_timeout_is_over()
    {
        await Topology.Coredinator.BehaveAsync(new { hang = true });
        await Topology.CoreTelemetry.BehaveAsync(new { hang = true });
        var clock = Stopwatch.StartNew();

        // A POST that has been sent is not tried again: one read timeout is all the client waits for.
        var answers = await Task.WhenAll(Gateway.PostAsync("/api/v1/coredinator/api/agents/x/stop", null), Gateway.PostAsync("/api/v1/coretelemetry/api/config/clear_cache", null));

        Assert.InRange(clock.Elapsed, SharedTopology.ReadTimeout * 0.9, SharedTopology.ReadTimeout * 3);
        await answers[0].IsProblemAsync(HttpStatusCode.GatewayTimeout, Coredinator, "read_timeout");
        await answers[1].IsProblemAsync(HttpStatusCode.GatewayTimeout, CoreTelemetry, "read_timeout");
        Assert.Single(await Topology.Coredinator.RequestsAsync("/api/agents/x/stop"));
    }

    [Fact]
    public async Task A_service_that_breaks_off_is_a_502()
    {
        await Topology.Coredinator.BehaveAsync(new { abort = "before-headers" });

        using var response = await Gateway.PostAsync("/api/v1/coredinator/api/agents/x/stop", null);

        await response.IsProblemAsync(HttpStatusCode.BadGateway, Coredinator, "upstream_reset");
        Assert.Single(await Topology.Coredinator.RequestsAsync("/api/agents/x/stop"));
    }

    [Fact]
    public async Task A_read_that_fails_twice_succeeds_at_the_third_attempt()
    {
        await Topology.Coredinator.BehaveAsync(new { status = 503, failNext = 2, pathPrefix = "/api/agents" });

        using var response = await Gateway.GetAsync("/api/v1/coredinator/api/agents/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, (await Topology.Coredinator.RequestsAsync("/api/agents/")).Count);
    }

    [Fact]
    public async Task A_services_own_500_reaches_the_client_with_its_body()
    {
        await Topology.CoreTelemetry.BehaveAsync(new { status = 500, body = new { detail = "disk full" } });

        using var response = await Gateway.GetAsync("/api/v1/coretelemetry/api/system/disk");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("""{"detail":"disk full"}""", await response.Content.ReadAsStringAsync());
    }
}

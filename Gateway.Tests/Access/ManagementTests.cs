using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

public sealed class ManagementTests
{
    [Fact]
    public async Task With_a_management_port_status_is_there_and_nowhere_else()
    {
        await using var upstream = await Upstream.StartAsync();
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: $$"""
            "Management": { "Port": {{port}} }
            """));
        using HttpClient management = new() { BaseAddress = new($"http://localhost:{port}") };

        Assert.Equal(HttpStatusCode.OK, (await management.GetAsync("/gateway/status")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await management.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await management.GetAsync("/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await management.GetAsync("/api/x")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync("/gateway/status")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync("/GATEWAY/health")).StatusCode);

        // The Host header is the client's to write, and opens nothing.
        using HttpRequestMessage forged = new(HttpMethod.Get, "/gateway/status");
        forged.Headers.Host = $"localhost:{port}";
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.SendAsync(forged)).StatusCode);
    }
}

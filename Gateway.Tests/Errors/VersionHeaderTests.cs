using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Errors;

public sealed class VersionHeaderTests
{
    private const string Name = "X-CoreRL-Version";

    [Theory]
    [InlineData("/", 307)]
    [InlineData("/docs", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/health", 200)]
    [InlineData("/alive", 200)]
    [InlineData("/gateway/health", 200)]
    [InlineData("/gateway/status", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/api/..%2F", 400)]
    public async Task Every_answer_of_the_gateways_own_carries_it(string path, int status)
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9"));

        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gateway.Address + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(["0.0.1"], response.Headers.GetValues(Name));
    }

    [Fact]
    public async Task A_wrong_method_gets_405_with_Allow_the_version_and_a_problem()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9", "\"Methods\": [ \"GET\", \"POST\" ]"));

        using var response = await gateway.Client.DeleteAsync("/api/x");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow.Order());
        Assert.Equal(["0.0.1"], response.Headers.GetValues(Name));
        Assert.StartsWith("Method not allowed: ", (await Problem.OfAsync(response)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_path_gets_404_with_a_problem()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9"));

        using var response = await gateway.Client.GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith("Not found: ", (await Problem.OfAsync(response)).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("204 No Content")]
    [InlineData("404 Not Found")]
    [InlineData("500 Internal Server Error")]
    public async Task An_upstreams_own_does_not_double_it(string status)
    {
        await using RecordingUpstream upstream = new($"HTTP/1.1 {status}\r\nx-corerl-VERSION: 9.9.9\r\nX-CoreRL-Version: 8.8.8\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/");

        Assert.Equal(["0.0.1"], response.Headers.GetValues(Name));
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/nowhere")]
    [InlineData("/api/")]
    public async Task Name_and_value_are_the_configs(string path)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nX-CoreRL-Version: 9.9.9\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(
            upstream.Address, gateway: """ "VersionHeader": { "Name": "X-Edge", "Value": "edge 7" } """));

        using var response = await gateway.Client.GetAsync(path);

        Assert.Equal(["edge 7"], response.Headers.GetValues("X-Edge"));
        Assert.Equal(path == "/api/", response.Headers.TryGetValues(Name, out var upstreams));
        Assert.Equal(path == "/api/" ? ["9.9.9"] : null, upstreams);
    }
}

using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

[Collection(SharedContainers.Name)]
public sealed class ComposeTests
{
    public ComposeTests(ContainerHost host) => host.Require();

    [Fact]
    public async Task Compose_starts_the_gateway_before_both_fakes()
    {
        await Compose.RequireAsync();
        var port = Ports.Free();
        await using Compose compose = new(Repository.File("deploy/compose/compose.yaml"), port);

        // The dashboard's image would have to be pulled.
        await compose.RunAsync("up", "-d", "gateway");

        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}/") };
        await Eventually.BecomesTrueAsync(
            async () => await StatusAsync(client, "health") == HttpStatusCode.OK, TimeSpan.FromMinutes(2), "the gateway and both fakes are healthy");
        foreach (var path in (string[])["api/v1/coredinator/api/healthcheck", "api/v1/coretelemetry/health", "telemetry/health"])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, path));
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, string path)
    {
        try
        {
            using var response = await client.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

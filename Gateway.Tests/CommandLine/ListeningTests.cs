using System.Net;
using System.Net.NetworkInformation;
using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

/// <summary>Where the gateway listens, as arguments, environment and files say together.</summary>
public sealed class ListeningTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
    private readonly HttpClient _client = new();

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS")]
    [InlineData("HTTP_PORTS")]
    public async Task A_management_port_leaves_the_ports_of_the_environment_on_all_addresses(string variable)
    {
        var (port, management) = (Ports.Free(), Ports.Free());
        await using var gateway = GatewayProcess.Start([], new Dictionary<string, string> { [variable] = $"{port}", ["Gateway__Management__Port"] = $"{management}" });

        await ListensAsync(gateway, $"http://localhost:{management}/alive");
        Assert.Contains(Listeners(), at => at.Port == port && (at.Address.Equals(IPAddress.IPv6Any) || at.Address.Equals(IPAddress.Any)));
        Assert.All(Listeners().Where(at => at.Port == management), at => Assert.True(IPAddress.IsLoopback(at.Address)));
        Assert.DoesNotContain(Listeners(), at => at.Port == 5000);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"http://127.0.0.1:{port}/alive"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"http://127.0.0.1:{port}/gateway/status"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"http://localhost:{management}/gateway/status"));
        await SaysAsync(
            gateway,
            "The built-in routes are on: coredinator (/api/v1/coredinator/{**path}), coretelemetry (/api/v1/coretelemetry/{**path}). To turn them off, name routes in a file that --config gives, or set Gateway:BuiltInRoutes to false");
        Assert.DoesNotContain("warn", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_of_the_command_line_takes_the_place_of_the_files_endpoints_and_the_log_says_so()
    {
        var (port, configured, management) = (Ports.Free(), Ports.Free(), Ports.Free());
        var file = Path.Combine(_folder, "gateway.json");
        await File.WriteAllTextAsync(file, $$"""{ "Kestrel": { "Endpoints": { "Configured": { "Url": "http://127.0.0.1:{{configured}}" } } }, "Gateway": { "Management": { "Port": {{management}} } } }""");
        await using var gateway = GatewayProcess.Start(["--port", $"{port}", "--config", file]);

        await ListensAsync(gateway, $"http://localhost:{port}/alive");
        await ListensAsync(gateway, $"http://localhost:{management}/gateway/status");
        Assert.DoesNotContain(Listeners(), at => at.Port == configured);
        await SaysAsync(gateway, "--port or --host replaces Kestrel:Endpoints; the gateway does not listen on Configured");
    }

    [Fact]
    public async Task With_routes_of_the_files_own_no_demonstration_is_inherited()
    {
        var file = Path.Combine(_folder, "gateway.json");
        await File.WriteAllTextAsync(file, """{ "Gateway": { "Routes": { "orders": { "Path": "/orders", "Targets": "http://127.0.0.1:9" } } } }""");
        var port = Ports.Free();
        await using var gateway = GatewayProcess.Start(["--port", $"{port}", "--config", file], new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" });
        await ListensAsync(gateway, $"http://localhost:{port}/alive");

        Assert.Equal(["orders"], await RoutesAsync(port));
        Assert.DoesNotContain("built-in", gateway.Output, StringComparison.Ordinal);
        Assert.Equal("""{"status":"healthy","services":{}}""", await _client.GetStringAsync($"http://localhost:{port}/health"));

        // They come when the file, while all runs, asks for them.
        await File.WriteAllTextAsync(file, """{ "Gateway": { "BuiltInRoutes": true, "Routes": { "orders": { "Path": "/orders", "Targets": "http://127.0.0.1:9" }, "coretelemetry": null } } }""");
        await Eventually.BecomesTrueAsync(async () => (await RoutesAsync(port)).Order(StringComparer.Ordinal).SequenceEqual(["coredinator", "orders", "telemetry-canary", "telemetry-canary-testers"]), Limit, "the routes that were asked for");
    }

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IPEndPoint[] Listeners() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

    private Task ListensAsync(GatewayProcess gateway, string url) => Eventually.BecomesTrueAsync(
        async () => !gateway.HasEnded && await StatusAsync(url) == HttpStatusCode.OK, Limit, () => $"{url} answers: {gateway.Output}{gateway.Errors}");

    // What is written may be read later than an answer.
    private static Task SaysAsync(GatewayProcess gateway, string line) =>
        Eventually.BecomesTrueAsync(() => Task.FromResult(gateway.Output.Contains(line, StringComparison.Ordinal)), Limit, () => $"it says \"{line}\": {gateway.Output}");

    private async Task<string[]> RoutesAsync(int port)
    {
        var status = System.Text.Json.Nodes.JsonNode.Parse(await _client.GetStringAsync($"http://localhost:{port}/gateway/status"))!;
        return [.. status["routes"]!.AsArray().Select(route => (string)route!["name"]!)];
    }

    private async Task<HttpStatusCode?> StatusAsync(string url)
    {
        try
        {
            using var response = await _client.GetAsync(url);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

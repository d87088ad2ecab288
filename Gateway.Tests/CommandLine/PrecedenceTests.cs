using System.Text.RegularExpressions;
using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

public sealed partial class PrecedenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
    private readonly HttpClient _client = new();

    [Fact]
    public async Task Alone_it_listens_on_8001_unless_something_else_does()
    {
        await using var gateway = GatewayProcess.Start([]);

        await Eventually.BecomesTrueAsync(() => gateway.Output.Contains("//localhost:8001", StringComparison.Ordinal) || gateway.Errors.Contains("8001", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "8001 is named");
    }

    [Fact]
    public async Task The_config_file_is_over_appsettings_the_environment_over_the_file_and_the_arguments_over_all()
    {
        var file = Path.Combine(_folder, "more.json");
        await File.WriteAllTextAsync(file, """
            { "Gateway": { "VersionHeader": { "Name": "X-From-File", "Value": "file" }, "Routes": { "extra": { "Path": "/extra", "Targets": "http://127.0.0.1:9" } } }, "urls": "http://127.0.0.1:1" }
            """);
        await using var gateway = GatewayProcess.Start(
            ["--port", "0", "--host", "127.0.0.1", "--config", file], new Dictionary<string, string> { ["Gateway__VersionHeader__Value"] = "environment" });
        var address = await AddressOfAsync(gateway);

        using var response = await _client.GetAsync(address + "/gateway/status");

        Assert.Equal(["environment"], response.Headers.GetValues("X-From-File"));
        var status = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"name\":\"extra\"", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_that_GATEWAY_CONFIG_names_is_taken_when_it_comes()
    {
        var file = Path.Combine(_folder, "later.json");
        await using var gateway = GatewayProcess.Start(["--port", "0", "--host", "127.0.0.1"], new Dictionary<string, string> { ["GATEWAY_CONFIG"] = file });
        var address = await AddressOfAsync(gateway);
        Assert.Contains("\"name\":\"coredinator\"", await _client.GetStringAsync(address + "/gateway/status"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, """{ "Gateway": { "Routes": { "own": { "Path": "/own", "Targets": "http://127.0.0.1:9" } } } }""");

        // As with --config: a file with routes of its own turns the built-in ones off.
        await Eventually.BecomesTrueAsync(
            async () => await _client.GetStringAsync(address + "/gateway/status") is var status
                && status.Contains("\"name\":\"own\"", StringComparison.Ordinal) && !status.Contains("\"name\":\"coredinator\"", StringComparison.Ordinal),
            TimeSpan.FromSeconds(10), "its route alone is in force");
    }

    [Fact]
    public async Task The_config_argument_takes_the_place_of_GATEWAY_CONFIG()
    {
        var (environment, argument) = (Path.Combine(_folder, "environment.json"), Path.Combine(_folder, "argument.json"));
        await File.WriteAllTextAsync(environment, """{ "Gateway": { "Surprise": 1 } }""");
        await File.WriteAllTextAsync(argument, """{ "Gateway": { "Routes": { "own": { "Path": "/own", "Targets": "http://127.0.0.1:9" } } } }""");
        var variables = new Dictionary<string, string> { ["GATEWAY_CONFIG"] = environment };
        await using var both = GatewayProcess.Start(["--validate-config", "--config", argument], variables);
        await using var one = GatewayProcess.Start(["--validate-config"], variables);

        Assert.Equal(0, await both.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(1, await one.ExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("Gateway:Surprise", one.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("default")]
    public async Task The_upstreams_port_on_the_command_line_is_over_what_an_orchestrator_injects(string endpoint)
    {
        await using var injected = await Upstream.StartAsync("injected");
        await using var given = await Upstream.StartAsync("given");
        var environment = new Dictionary<string, string>
        {
            [$"services__coredinator__{endpoint}__0"] = injected.Address,
            [$"services__coretelemetry__{endpoint}__0"] = injected.Address,
        };
        await using var gateway = GatewayProcess.Start(["--port", "0", "--host", "127.0.0.1", "--coredinator-port", $"{given.Port}"], environment);
        var address = await AddressOfAsync(gateway);

        Assert.Equal("given", await _client.GetStringAsync(address + "/api/v1/coredinator/x"));
        Assert.Equal("injected", await _client.GetStringAsync(address + "/api/v1/coretelemetry/x"));
    }

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> AddressOfAsync(GatewayProcess gateway)
    {
        await Eventually.BecomesTrueAsync(() => Listening().IsMatch(gateway.Output), TimeSpan.FromSeconds(60), "the gateway listens: " + gateway.Errors);
        return Listening().Match(gateway.Output).Groups["url"].Value;
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)")]
    private static partial Regex Listening();
}

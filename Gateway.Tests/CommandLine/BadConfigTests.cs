using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

public sealed class BadConfigTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    public static TheoryData<string, string[]> BadFiles { get; } = new()
    {
        { "{ \"Gateway\": { \"Routes\": ", ["gateway.json", "JSON", "line 1"] },
        { "{ \"Gateway\": {\n} nonsense", ["gateway.json", "JSON", "line 2"] },
        { "not JSON at all", ["gateway.json", "JSON", "line 1"] },
        { "[ 1 ]", ["gateway.json"] },
        { "", ["gateway.json"] },
        { "{ \"Gateway\": { \"Rotues\": { } } }", ["Gateway:Rotues", "did you mean \"Routes\"", "allowed: ", "VersionHeader"] },
        { "{}", ["gateway.json: has no section Gateway, so it configures nothing; allowed: { \"Gateway\": {"] },
        { "{ \"Gatway\": { \"Routes\": {} } }", ["has no section Gateway", "did you mean \"Gateway\" instead of \"Gatway\"?"] },
        { "{ \"Routes\": { \"r\": { \"Path\": \"/x\", \"Targets\": \"http://x\" } } }", ["has no section Gateway", "\"Routes\" belongs into it"] },
        { "{ \"ReverseProxy\": { \"Routes\": {} } }", ["gateway.json: ReverseProxy: is YARP's format", "docs/coming-from/yarp.md"] },
        { "{ \"ReverseProxy\": { \"Routes\": {} }, \"Gateway\": {} }", ["gateway.json: ReverseProxy: is YARP's format"] },
        { Route("\"Path\": \"/x\""), ["Gateway:Routes:orders:Targets", "missing", "allowed: "] },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_ends_with_code_1_and_one_line_that_says_where_and_what_is_allowed(string content, string[] said)
    {
        await using var gateway = GatewayProcess.Start(["--port", "0", "--config", await WriteAsync(content)]);

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        var line = Assert.Single(ArgumentTests.LinesOf(gateway.Errors));
        Assert.All(said, part => Assert.Contains(part, line, StringComparison.Ordinal));
        ArgumentTests.AssertNoStackTrace(gateway);
    }

    [Theory]
    [InlineData("nothing-here.json")]
    [InlineData("no-folder/nothing-here.json")]
    [InlineData(".")]
    public async Task A_file_that_does_not_exist_ends_with_code_1_and_one_line_that_names_it(string name)
    {
        var file = Path.Combine(_folder, name);
        await using var gateway = GatewayProcess.Start(["--port", "0", "--config", file]);

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        Assert.Contains(name == "." ? Path.GetFileName(_folder) : name, Assert.Single(ArgumentTests.LinesOf(gateway.Errors)), StringComparison.Ordinal);
        ArgumentTests.AssertNoStackTrace(gateway);
    }

    [Theory]
    [InlineData("""{ "Gateway": {} }""", "The configuration is valid: 2 routes (built in: coredinator, coretelemetry).")]
    [InlineData("""{ "Gateway": { "Routes": { "coredinator": null } } }""", "The configuration is valid: 1 route (built in: coretelemetry).")]
    [InlineData("""{ "Gateway": { "Routes": { "r": { "Path": "/r", "Targets": "http://r" } } } }""", "The configuration is valid: 1 route.")]
    public async Task Validating_says_which_routes_the_file_has_not_named(string config, string says)
    {
        await using var gateway = GatewayProcess.Start(["--validate-config", "--config", await WriteAsync(config)]);

        Assert.Equal(0, await gateway.ExitAsync(Limit));
        Assert.Equal(says, gateway.Output.Trim());
    }

    [Fact]
    public async Task Validating_a_good_config_ends_with_code_0_though_the_port_is_taken()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var gateway = GatewayProcess.Start(["--validate-config", "--host", "127.0.0.1", "--port", $"{port}", "--config", await WriteAsync(Route("\"Path\": \"/x\", \"Targets\": \"http://a\""))]);

        Assert.Equal(0, await gateway.ExitAsync(Limit));
        Assert.Equal(string.Empty, gateway.Errors.Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Route(string settings) => $$"""{ "Gateway": { "Routes": { "orders": { {{settings}} } } } }""";

    private async Task<string> WriteAsync(string content)
    {
        var file = Path.Combine(_folder, "gateway.json");
        await File.WriteAllTextAsync(file, content);
        return file;
    }
}

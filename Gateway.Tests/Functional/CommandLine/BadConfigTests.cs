using Gateway.Tests.Harness;

namespace Gateway.Tests.Functional.CommandLine;

public sealed class BadConfigTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    public static TheoryData<string, string[]> BadFiles { get; } = new()
    {
        { "{ \"Gateway\": { \"Routes\": ", ["gateway.json", "JSON", "line 1"] },
        { "{ \"Gateway\": {\n} nonsense", ["gateway.json", "JSON", "line 2"] },
        { "not JSON at all", ["gateway.json", "JSON", "line 1"] },
        { "[ 1 ]", ["gateway.json"] },
        { "", ["gateway.json"] },
        { "{ \"Gateway\": { \"Rotues\": { } } }", ["Gateway:Rotues", "did you mean \"Routes\"", "allowed: ", "VersionHeader"] },
        { Route("\"Path\": \"/x\""), ["Gateway:Routes:orders:Targets", "missing", "allowed: "] },
        { Route("\"Path\": \"/x\", \"Targets\": []"), ["Gateway:Routes:orders:Targets", "allowed: "] },
        { Route("\"Path\": \"/x\", \"Targets\": \"nowhere\""), ["Gateway:Routes:orders:Targets", "\"nowhere\"", "http"] },
        { Route("\"Targets\": \"http://a\""), ["Gateway:Routes:orders:Path", "missing", "allowed: "] },
        { Route("\"Path\": \"/x\", \"Targets\": \"http://a\", \"Tiemout\": \"00:00:01\""), ["Gateway:Routes:orders:Tiemout", "did you mean \"Timeout\""] },
        { Route("\"Path\": \"/x\", \"Targets\": \"http://a\", \"Timeout\": \"soon\""), ["Gateway:Routes:orders:Timeout", "\"soon\"", "allowed: "] },
        { Route("\"Path\": \"/x\", \"Targets\": \"http://a\", \"Retry\": { \"BaseDlay\": \"1\" }"), ["Gateway:Routes:orders:Retry:BaseDlay", "did you mean \"BaseDelay\""] },
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

    [Fact]
    public async Task Validating_a_bad_config_prints_every_error_and_listens_on_nothing()
    {
        var file = await WriteAsync("""
            { "Gateway": {
                "Surprise": 1,
                "Routes": { "a": { "Path": "x", "Targets": "ftp://a" }, "b": { "Path": "/b", "MaxRetries": -1, "Targets": [ { "Weight": 3 } ] } } } }
            """);
        await using var gateway = GatewayProcess.Start(["--validate-config", "--config", file]);

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        var lines = ArgumentTests.LinesOf(gateway.Errors);
        foreach (var path in (string[])["Gateway:Surprise: ", "Gateway:Routes:a:Path: ", "Gateway:Routes:a:Targets: ", "Gateway:Routes:b:MaxRetries: ", "Gateway:Routes:b:Targets:0:Address: "])
            Assert.Single(lines, line => line.StartsWith(path, StringComparison.Ordinal) && line.Contains("allowed: ", StringComparison.Ordinal));
        Assert.Equal(5, lines.Length);
        Assert.DoesNotContain("listening", gateway.Output, StringComparison.OrdinalIgnoreCase);
        ArgumentTests.AssertNoStackTrace(gateway);
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

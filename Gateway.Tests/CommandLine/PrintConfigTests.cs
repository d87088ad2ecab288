using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

public sealed class PrintConfigTests : IDisposable
{
    private const string Config = """
        {
          "Gateway": {
            "DrainDelay": null, "DrainTimeout": null, "Limits": null,
            "Defaults": { "Timeouts": { "Connect": "00:00:03" }, "Retry": { "Statuses": [ 500 ] }, "RateLimit": { "Permits": 7 }, "HttpVersion": null, "MaxRetries": 1, "Order": 3, "Match": { "Hosts": [ "c.example" ], "Headers": { "X-Env": "blue", "X-Old": "1" } }, "RequestHeaders": { "Set": { "X-A": "a", "X-B": "b" } } },
            "Routes": {
              "orders": {
                "Path": "/orders/{**path}", "Methods": [ "GET", "PUT" ], "Match": { "Hosts": [ "a.example" ], "Headers": { "X-Tester": [ "yes", "on" ], "X-There": "*", "X-Old": null } }, "LoadBalancing": "Weighted",
                "Targets": [ { "Name": "old", "Address": "http://old:8080", "Weight": 95 }, "http://new" ],
                "Timeouts": { "Read": "00:00:07" }, "Cors": {}, "HealthCheckPath": null, "RequestHeaders": { "Set": { "X-B": null } }
              },
              "any-host": { "Path": "/any", "Targets": "http://any", "Match": { "Hosts": null, "Cookies": null, "Headers": null } },
              "plain": { "Path": "/plain", "Match": null, "Targets": "http://plain", "RequestHeaders": { "Set": { "Authorization": "Basic s3cr3t" } } },
              "back": {
                "Path": "/back", "Methods": null, "Targets": [ { "Name": null, "Address": "http://back", "Weight": null } ],
                "Order": null, "Timeouts": null, "Retry": { "Statuses": null }, "RateLimit": null, "RequestHeaders": { "Set": null }, "CircuitBreaker": null
              },
              "nobody": null
            }
          }
        }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip };

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    [Fact]
    public async Task It_shows_each_value_in_force_and_its_source_and_no_secret()
    {
        var file = await WriteAsync("gateway.json", Config);
        var output = await PrintAsync(file, ["--port", "8055"], new() { ["Gateway__Routes__orders__Targets__0__Weight"] = "90", ["Gateway__DrainDelay"] = "00:00:09" });

        AssertLine(output, "\"Weight\": 90", "environment variable Gateway__Routes__orders__Targets__0__Weight");
        AssertLine(output, "\"DrainDelay\": \"00:00:09\"", "environment variable Gateway__DrainDelay");
        AssertLine(output, "\"Address\": \"http://old:8080\"", file);
        AssertLine(output, "\"Address\": \"http://plain\"", file);
        AssertLine(output, "\"Read\": \"00:00:07\"", file);
        AssertLine(output, "\"MaxRetries\": 1", file);
        AssertLine(output, "\"Via\": \"None\"", "default");
        AssertLine(output, "\"urls\": \"http://localhost:8055\"", "--host, --port");
        AssertLine(output, "\"nobody\": null", $"{file}; it removes nothing");
        AssertLine(output, "\"Match\": null", file);
        AssertLine(output, "\"Hosts\": null", file);
        AssertLine(output, "\"Cookies\": null", $"{file}; it removes nothing");
        AssertLine(output, "\"X-Old\": null", file);
        foreach (var key in (string[])["Order", "Timeouts", "Statuses", "RateLimit", "Set"])
            AssertLine(output, $"\"{key}\": null", file);
        AssertLine(output, "\"Methods\": null", $"{file}; it removes nothing");
        AssertLine(output, "\"CircuitBreaker\": null", $"{file}; it removes nothing");
        foreach (var value in (string[])["\"Weight\": 1", "\"DrainTimeout\": \"00:00:30\"", "\"MaxRequestHeaderCount\": 100", "\"HttpVersion\": \"Auto\""])
            AssertLine(output, value, $"default; null in {file}");
        AssertLine(output, "\"Authorization\": \"***\"", file);
        AssertLine(output, "\"BuiltInRoutes\": false", "default");
        Assert.DoesNotContain("s3cr3t", output, StringComparison.Ordinal);
        Assert.DoesNotContain("coredinator", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Hosts\": [ \"c.example\" ], ")]
    [InlineData("\"Hosts\": null, ")]
    public async Task What_is_printed_is_a_config_with_the_same_effect(string hosts)
    {
        var open = Config.Replace("\"Hosts\": [ \"c.example\" ], ", hosts, StringComparison.Ordinal).Replace("s3cr3t", string.Empty, StringComparison.Ordinal).Replace("\"Authorization\"", "\"X-Other\"", StringComparison.Ordinal);
        var first = await PrintAsync(await WriteAsync("first.json", open), ["--port", "8055", "--coredinator-port", "7100"], []);
        var second = await PrintAsync(await WriteAsync("second.json", first), [], []);

        Assert.Contains("\"coretelemetry\": {", first, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(Parse(first), Parse(second)), second);
        Assert.Equivalent(Configuration.ConfigText.ReadFiles(first), Configuration.ConfigText.ReadFiles(second), strict: true);
        Assert.Equal((5, 30), (Route("back").Timeouts.Connect.TotalSeconds, Configuration.ConfigText.ReadFiles(first).DrainTimeout.TotalSeconds));
        foreach (var written in Configuration.ConfigText.ReadFiles(open).Routes)
            Assert.Equivalent(written, Route(written.Name), strict: true);
        Assert.Equal(TimeSpan.FromSeconds(7), Route("orders").Timeouts.Read);

        GatewayRoute Route(string name) => Configuration.ConfigText.ReadFiles(first).Routes.Single(route => route.Name == name);
    }

    [Fact]
    public async Task An_invalid_config_is_not_printed()
    {
        await using var gateway = GatewayProcess.Start(["--print-config", "--config", await WriteAsync("wrong.json", """{ "Logging": { "LogLevel": { "Default": "Bogus" } }, "Gateway": { "Routes": { "r": {} } } }""")]);

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        Assert.Equal(3, ArgumentTests.LinesOf(gateway.Errors).Length);
        Assert.Equal(string.Empty, gateway.Output.Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: WithComments);

    private static void AssertLine(string output, string value, string source) =>
        Assert.Contains(ArgumentTests.LinesOf(output), line => line.StartsWith(value, StringComparison.Ordinal) && line.EndsWith("// " + source, StringComparison.Ordinal));

    private static async Task<string> PrintAsync(string file, string[] arguments, Dictionary<string, string> environment)
    {
        await using var gateway = GatewayProcess.Start(["--print-config", "--config", file, .. arguments], environment);
        Assert.True(await gateway.ExitAsync(Limit) == 0, gateway.Errors);
        return gateway.Output;
    }

    private async Task<string> WriteAsync(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(file, content);
        return file;
    }
}

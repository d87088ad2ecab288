using System.Security.Cryptography;
using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

/// <summary>What keeps the gateway from starting is said by --validate-config, and in the same words by the start.</summary>
public sealed class ValidationTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    // One problem each, in sections of their own.
    private static readonly string[] Paths =
    [
        "Gateway:Routes:issuer:Authorization:Issuer: \"nobody\"",
        "Gateway:Routes:ca:Tls:CaFile: ",
        "Gateway:Routes:keys:Authorization:JwksFile: ",
        "Gateway:Routes:secret-keys:Authorization:JwksFile: ",
        "Gateway:Routes:twins:Targets: two targets are called \"t\"",
        "Gateway:Management:Host: \"1\"",
        "Gateway:Management:Port: \"8443\" is also the port of https://127.0.0.1:8443",
        "Logging:LogLevel:Default: \"Bogus\"",
        "Logging:Console:MaxQueueLength: \"0\"",
        "Kestrel:Endpoints:Empty: ",
        "Kestrel:Endpoints:Garbage: ",
        "Kestrel:Endpoints:Missing: ",
    ];

    [Fact]
    public async Task Everything_is_said_at_once_and_alike()
    {
        var file = await WriteAsync($$"""
            {
              "Logging": { "LogLevel": { "Default": "Bogus" }, "Console": { "MaxQueueLength": 0 } },
              "Kestrel": { "Endpoints": {
                "Empty": {}, "Garbage": { "Url": "garbage" }, "Good": { "Url": "http://127.0.0.1:8098" },
                "Missing": { "Url": "https://127.0.0.1:8443", "Certificate": { "Path": "{{_folder}}/nowhere.pem", "KeyPath": "{{_folder}}/nowhere.key" } } } },
              "Gateway": {
                "Management": { "Host": "1", "Port": 8443 },
                "Routes": {
                  "issuer": { "Path": "/1", "Targets": "http://t", "Authorization": { "Issuer": "nobody", "Audiences": ["a"] } },
                  "ca": { "Path": "/2", "Targets": "https://t", "Tls": { "CaFile": "{{Write("empty.pem", "no certificate")}}" } },
                  "keys": { "Path": "/3", "Targets": "http://t", "Authorization": { "Issuer": "https://i", "Audiences": ["a"], "JwksFile": "{{Write("none.json", "{ \"keys\": [] }")}}" } },
                  "secret-keys": { "Path": "/4", "Targets": "http://t", "Authorization": { "Issuer": "https://i", "Audiences": ["a"], "JwksFile": "{{Write("oct.json", SecretKey())}}" } },
                  "twins": { "Path": "/5", "Targets": [ "http://t/a", "http://t/b" ] }
                }
              }
            }
            """);
        await using var validation = GatewayProcess.Start(["--config", file, "--validate-config"]);
        await using var start = GatewayProcess.Start(["--config", file]);

        Assert.Equal((1, 1), (await validation.ExitAsync(Limit), await start.ExitAsync(Limit)));
        var lines = ArgumentTests.LinesOf(validation.Errors);
        Assert.All(Paths, path => Assert.Single(lines, line => line.StartsWith(path, StringComparison.Ordinal)));
        Assert.Equal(Paths.Length, lines.Length);
        Assert.Equal(lines, ArgumentTests.LinesOf(start.Errors));
        Assert.DoesNotContain("listening", validation.Output, StringComparison.OrdinalIgnoreCase);
        ArgumentTests.AssertNoStackTrace(validation);
        ArgumentTests.AssertNoStackTrace(start);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "garbage", "urls: \"garbage\"")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "80x", "http_ports: \"http://*:80x\"")]
    [InlineData("Logging__Console__FormatterName", "pretty", "Logging:Console:FormatterName: \"pretty\" is not allowed; allowed: simple, json, systemd")]
    [InlineData("Logging__LogLevel__Default", "Bogus", "Logging:LogLevel:Default: \"Bogus\"")]
    public async Task A_wrong_environment_is_named_too(string name, string value, string says)
    {
        await using var gateway = GatewayProcess.Start(["--validate-config"], new Dictionary<string, string> { [name] = value });

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        Assert.StartsWith(says, Assert.Single(ArgumentTests.LinesOf(gateway.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_error_names_the_file_or_the_variable_that_has_the_key()
    {
        var file = await WriteAsync("""
            {
              "Logging": { "LogLevel": { "Default": "Information" } },
              "Gateway": { "Via": "Nobody", "Routes": { "orders": { "Path": "/orders", "Targets": "http://t", "Timeouts": { "Raed": { "X": 1 } }, "Connections": { "Max": 5 } }, "both": { "Methods": [ "GET" ] } } }
            }
            """);
        await using var gateway = GatewayProcess.Start(["--validate-config", "--config", file], new Dictionary<string, string>
        {
            ["Gateway__Routes__orders__Wieght"] = "1",
            ["Gateway__Routes__ordes__MaxRetries"] = "1",
            ["Gateway__Routes__ordes__Timeouts__Read"] = "00:00:01",
            ["Gateway__Routes__odrers__MaxRetries"] = "1",
            ["Gateway__Defaults__Connections__MaxIdle"] = "6",
            ["Gateway__Routes__both__Targets"] = "http://t",
            ["Logging__LogLevel__Default"] = "Bogus",
        });

        Assert.Equal(1, await gateway.ExitAsync(Limit));
        Assert.Equal(
            [
                ("Gateway:Routes:both:Path", ""),
                ("Gateway:Routes:odrers:Path", "environment variable Gateway__Routes__odrers__MaxRetries"),
                ("Gateway:Routes:odrers:Targets", "environment variable Gateway__Routes__odrers__MaxRetries"),
                ("Gateway:Routes:orders:Connections:MaxIdle", ""),
                ("Gateway:Routes:orders:Timeouts:Raed", "gateway.json"),
                ("Gateway:Routes:orders:Wieght", "environment variable Gateway__Routes__orders__Wieght"),
                ("Gateway:Routes:ordes:Path", "environment variable Gateway__Routes__ordes__*"),
                ("Gateway:Routes:ordes:Targets", "environment variable Gateway__Routes__ordes__*"),
                ("Gateway:Via", "gateway.json"),
                ("Logging:LogLevel:Default", "environment variable Logging__LogLevel__Default"),
            ],
            ArgumentTests.LinesOf(gateway.Errors).Select(line => (line[..line.IndexOf(": ", StringComparison.Ordinal)], line.LastIndexOf(" (in ", StringComparison.Ordinal) is > 0 and var at ? line[(at + 5)..^1] : "")).Order());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string SecretKey() => $$"""{ "keys": [ { "kty": "oct", "k": "{{Convert.ToBase64String(RandomNumberGenerator.GetBytes(30))}}" } ] }""";

    private string Write(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    private Task<string> WriteAsync(string content) => Task.FromResult(Write("gateway.json", content));
}

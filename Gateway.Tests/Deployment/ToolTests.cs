using System.Net;
using System.Reflection;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Deployment;

/// <summary>The .NET tool, packed and installed from a folder.</summary>
[Collection(nameof(Packing))]
public sealed class ToolTests : IDisposable
{
    private static readonly string Configuration = typeof(ToolTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    [Fact]
    public async Task It_is_installed_and_serves_the_file_that_it_is_given_and_its_documentation()
    {
        await DotnetAsync("pack", Repository.File("Gateway.Proxy"), "--no-build", "-c", Configuration, "-p:Tool=true", "-o", Path.Combine(_folder, "feed"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), """<configuration><packageSources><clear /><add key="feed" value="feed" /></packageSources></configuration>""");
        var tools = Path.Combine(_folder, "tools");
        await DotnetAsync("tool", "install", "Gateway.Tool", "--tool-path", tools, "--prerelease", "--configfile", Path.Combine(_folder, "nuget.config"));

        await using var upstream = await Upstream.StartAsync("from the upstream");
        await File.WriteAllTextAsync(Path.Combine(_folder, "gateway.json"), $$"""{ "Gateway": { "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{upstream.Address}}", "HealthCheckPath": "/" } } } }""");
        var port = Ports.Free();
        await using ToolProcess gateway = new(Path.Combine(tools, "gateway"), ["--config", "./gateway.json", "--port", $"{port}"], _folder);
        using HttpClient client = new() { BaseAddress = new($"http://localhost:{port}") };
        await Eventually.BecomesTrueAsync(() => gateway.HasEnded || gateway.Output.Contains("Now listening", StringComparison.Ordinal), TimeSpan.FromSeconds(30), "the tool listens");

        Assert.False(gateway.HasEnded, gateway.Output + gateway.Errors);
        Assert.Equal("from the upstream", await client.GetStringAsync("/api/x"));
        Assert.Equal("""{"status":"healthy","services":{"r":"healthy"}}""", await client.GetStringAsync("/health"));
        Assert.Contains("swagger-ui", await client.GetStringAsync("/docs"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/swagger-ui-bundle.js")).StatusCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task DotnetAsync(params string[] arguments)
    {
        Dictionary<string, string> variables = new()
        {
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["NUGET_PACKAGES"] = Path.Combine(_folder, "cache"),
        };
        if (arguments[0] == "pack")
            variables.Remove("NUGET_PACKAGES");
        var (exitCode, output, errors) = await Command.RunAsync("dotnet", arguments, variables, _folder);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{errors}");
    }

    private sealed class ToolProcess(string program, IEnumerable<string> arguments, string folder) : DotnetProcess(program, arguments, environment: null, folder, isTool: true);
}

using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Gateway.Tests.Harness;

namespace Gateway.Tests.CommandLine;

/// <summary>A relative path starts at the folder in which the user is.</summary>
public sealed class CurrentFolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;

    [Fact]
    public async Task Of_the_config_and_of_every_file_that_it_names()
    {
        using TestCertificates certificates = new();
        File.Copy(certificates.AuthorityFile, Path.Combine(_folder, "authority.pem"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "tls.pfx"), certificates.Server.Export(X509ContentType.Pkcs12, "test"));
        await WriteAsync("""
            {
              "Kestrel": { "Endpoints": { "Https": { "Url": "https://127.0.0.1:0", "Certificate": { "Path": "tls.pfx", "Password": "test" } } } },
              "Gateway": { "Routes": { "r": { "Path": "/x", "Targets": "https://t", "Tls": { "CaFile": "./authority.pem" } } } }
            }
            """);

        await using var gateway = GatewayProcess.Start(["--config", "gateway.json", "--validate-config"], workingDirectory: _folder);

        Assert.True(await gateway.ExitAsync(Limit) == 0, gateway.Errors);
    }

    [Fact]
    public async Task Also_with_dotnet_run()
    {
        await WriteAsync("""{ "Gateway": { "Routes": { "r": { "Path": "/x", "Targets": "http://t" } } } }""");
        var configuration = typeof(CurrentFolderTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

        var (exitCode, output, errors) = await Command.RunAsync(
            "dotnet", ["run", "--no-build", "-c", configuration, "--project", Repository.File("Gateway.Proxy"), "--", "--config", "./gateway.json", "--validate-config"], new Dictionary<string, string>(), _folder);

        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("The configuration is valid: 1 route", output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task WriteAsync(string config) => File.WriteAllTextAsync(Path.Combine(_folder, "gateway.json"), config);
}

using System.Text.Json;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>What a deployment tool is told.</summary>
public sealed class ManifestTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");

    [Fact]
    public async Task Deployed_the_gateway_stands_before_services_whose_addresses_are_parameters()
    {
        var resources = await PublishAsync("--publisher", "manifest");

        Assert.DoesNotContain(Projects(resources), project => project.StartsWith("Fakes.", StringComparison.Ordinal));
        IsProject(resources.GetProperty("gateway"), "Gateway.Proxy");
        Assert.True(resources.GetProperty("gateway").GetProperty("bindings").GetProperty("http").GetProperty("external").GetBoolean());

        foreach (var service in (string[])["coredinator", "coretelemetry"])
        {
            Assert.Equal($"{{{service}-url.value}}", Environment(resources, "gateway", $"services__{service}__default__0"));
            var parameter = resources.GetProperty($"{service}-url");
            Assert.Equal("parameter.v0", parameter.GetProperty("type").GetString());
            Assert.Equal($"{{{service}-url.inputs.value}}", parameter.GetProperty("value").GetString());
            Assert.Equal("string", parameter.GetProperty("inputs").GetProperty("value").GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task The_status_is_on_a_port_that_is_not_external()
    {
        var gateway = (await PublishAsync("--publisher", "manifest")).GetProperty("gateway");

        Assert.Equal(["http", "management"], gateway.GetProperty("bindings").EnumerateObject().Where(binding => binding.Value.GetProperty("scheme").GetString() == "http").Select(binding => binding.Name));
        var management = gateway.GetProperty("bindings").GetProperty("management");
        Assert.Equal(9000, management.GetProperty("targetPort").GetInt32());
        Assert.False(management.TryGetProperty("external", out _));
        Assert.Equal("{gateway.bindings.management.targetPort}", gateway.GetProperty("env").GetProperty("Gateway__Management__Port").GetString());
        Assert.Equal("*", gateway.GetProperty("env").GetProperty("Gateway__Management__Host").GetString());
    }

    [Fact]
    public async Task With_DeployFakes_the_fakes_are_deployed_and_the_gateway_stands_before_them()
    {
        var resources = await PublishAsync("--publisher", "manifest", "DeployFakes=true");

        Assert.Equal(["Fakes.CoreTelemetry", "Fakes.Coredinator"], Projects(resources).Where(project => project.StartsWith("Fakes.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        IsProject(resources.GetProperty("coredinator"), "Fakes.Coredinator");
        IsProject(resources.GetProperty("coretelemetry"), "Fakes.CoreTelemetry");
        foreach (var service in (string[])["coredinator", "coretelemetry"])
        {
            Assert.Equal($"{{{service}.bindings.http.url}}", Environment(resources, "gateway", $"services__{service}__http__0"));
            Assert.False(resources.GetProperty(service).GetProperty("bindings").GetProperty("http").TryGetProperty("external", out _));
        }
    }

    [Fact]
    public async Task The_newer_form_of_the_command_writes_the_same()
    {
        var older = await PublishAsync("--publisher", "manifest");
        var newer = await PublishAsync("--operation", "publish", "--step", "publish-manifest");

        Assert.True(JsonElement.DeepEquals(older, newer), $"{older}\n{newer}");
    }

    [Fact]
    public async Task Without_a_file_to_write_to_it_is_written_to_the_current_directory()
    {
        await using var appHost = AppHostProcess.StartIn(_directory, "--publisher", "manifest");

        var resources = await ReadAsync(appHost, Path.Combine(_directory.FullName, "aspire-manifest.json"));

        IsProject(resources.GetProperty("gateway"), "Gateway.Proxy");
    }

    [Fact]
    public async Task In_a_directory_it_is_called_aspire_manifest()
    {
        await using var appHost = AppHostProcess.StartIn(_directory, "--publisher", "manifest", "--output-path", "deploy");

        IsProject((await ReadAsync(appHost, Path.Combine(_directory.FullName, "deploy", "aspire-manifest.json"))).GetProperty("gateway"), "Gateway.Proxy", "deploy");
    }

    [Fact]
    public async Task Development_settings_are_not_deployed()
    {
        var resources = await PublishAsync("--publisher", "manifest", "DeployFakes=true");

        foreach (var resource in resources.EnumerateObject().Where(resource => resource.Value.TryGetProperty("path", out _)))
        {
            Assert.Equal("true", Environment(resources, resource.Name, "ASPNETCORE_FORWARDEDHEADERS_ENABLED"));
            Assert.Equal($"{{{resource.Name}.bindings.http.targetPort}}", Environment(resources, resource.Name, "HTTP_PORTS"));
            Assert.DoesNotContain(resource.Value.GetProperty("env").EnumerateObject(), variable => variable.Name is "ASPNETCORE_ENVIRONMENT" or "ASPNETCORE_URLS" or "OTEL_EXPORTER_OTLP_ENDPOINT");
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private void IsProject(JsonElement resource, string project, string relativeTo = "")
    {
        Assert.Equal("project.v0", resource.GetProperty("type").GetString());
        var path = Path.GetFullPath(resource.GetProperty("path").GetString()!, Path.Combine(_directory.FullName, relativeTo));
        Assert.Equal($"{project}.csproj", Path.GetFileName(path));
        Assert.True(File.Exists(path), $"There is no {path}");
    }

    private static IEnumerable<string> Projects(JsonElement resources) =>
        from resource in resources.EnumerateObject()
        where resource.Value.TryGetProperty("path", out _)
        select Path.GetFileNameWithoutExtension(resource.Value.GetProperty("path").GetString()!);

    private static string? Environment(JsonElement resources, string resource, string name) =>
        resources.GetProperty(resource).GetProperty("env").GetProperty(name).GetString();

    private async Task<JsonElement> PublishAsync(params string[] arguments)
    {
        var file = Path.Combine(_directory.FullName, "manifest.json");
        await using var appHost = AppHostProcess.Start([.. arguments, "--output-path", file]);

        return await ReadAsync(appHost, file);
    }

    private static async Task<JsonElement> ReadAsync(AppHostProcess appHost, string file)
    {
        Assert.True(await appHost.ExitAsync(Limit) == 0, appHost.Output + appHost.Errors);
        var manifest = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file));
        Assert.Equal("resources", Assert.Single(manifest.EnumerateObject()).Name);
        return manifest.GetProperty("resources");
    }
}

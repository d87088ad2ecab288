using System.Text.Json;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

[Collection(SharedContainers.Name)]
public sealed class ImageTests
{
    public ImageTests(ContainerHost host) => host.Require();

    [Fact]
    public async Task The_image_listens_on_8080_as_a_user_other_than_root_and_says_what_it_is()
    {
        using var document = JsonDocument.Parse(await Docker.OutputAsync("image", "inspect", Images.Gateway));
        var config = document.RootElement[0].GetProperty("Config");

        // A number: Kubernetes cannot tell by a name that it is not root.
        Assert.Equal("1654", config.GetProperty("User").GetString());
        Assert.Equal("8080/tcp", Assert.Single(config.GetProperty("ExposedPorts").EnumerateObject()).Name);
        var labels = config.GetProperty("Labels");
        foreach (var label in (string[])["title", "description", "version", "licenses", "authors", "created", "revision", "base.name"])
            Assert.True(labels.TryGetProperty($"org.opencontainers.image.{label}", out var value) && value.GetString()!.Length > 0, label);
        Assert.Equal("MIT", labels.GetProperty("org.opencontainers.image.licenses").GetString());
    }

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    public async Task The_image_has_no_shell(string shell)
    {
        var (exitCode, _, errors) = await Command.RunAsync("docker", "run", "--rm", "--label", Docker.Label, "--entrypoint", shell, Images.Gateway, "-c", "true");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("no such file", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mounted_config_that_is_wrong_ends_it_with_code_1_and_every_problem()
    {
        using MountedConfig config = new("""{ "Surprise": 1, "Routes": { "a": { "Path": "/a", "Targets": "ftp://a" } } }""");

        var (exitCode, _, errors) = await Command.RunAsync(
            "docker", "run", "--rm", "--label", Docker.Label, "--read-only", "--network", "none", "-v", $"{config.Folder}:/etc/gateway:ro", Images.Gateway);

        Assert.Equal(1, exitCode);
        Assert.Contains("Gateway:Surprise: ", errors, StringComparison.Ordinal);
        Assert.Contains("Gateway:Routes:a:Targets: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_config_it_starts_with_the_built_in_routes()
    {
        var (exitCode, output, _) = await Command.RunAsync("docker", "run", "--rm", "--label", Docker.Label, "--read-only", "--network", "none", Images.Gateway, "--validate-config");

        Assert.Equal(0, exitCode);
        Assert.Contains("2 routes", output, StringComparison.Ordinal);
    }
}

using System.ComponentModel;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

/// <summary>The Docker of this machine, by its command.</summary>
internal static class Docker
{
    /// <summary>On all that these tests make, so that what an interrupted run leaves behind is found by the next one.</summary>
    public const string Label = "gateway-tests";

    // Testcontainers asks for this version of the API unless the variable names another.
    private const string ApiVariable = "DOCKER_API_VERSION";
    private static readonly Version Asked = new(1, 44);

    /// <summary>Why there is no Docker, or null. An older daemon is spoken to in its own version of the API.</summary>
    public static async Task<string?> FindProblemAsync()
    {
        try
        {
            var (exitCode, output, errors) = await Command.RunAsync("docker", "version", "--format", "{{.Server.APIVersion}}");
            if (exitCode != 0)
                return $"No Docker daemon responds: {errors.Trim()}";
            if (Version.TryParse(output, out var version) && version < Asked)
                Environment.SetEnvironmentVariable(ApiVariable, version.ToString());
            return null;
        }
        catch (Win32Exception)
        {
            return "There is no docker on PATH.";
        }
    }

    /// <summary>Runs docker, which must succeed; returns what it prints.</summary>
    public static async Task<string> OutputAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Command.RunAsync("docker", arguments);
        Assert.True(exitCode == 0, $"docker {string.Join(' ', arguments)}: {errors}");
        return output.Trim();
    }

    /// <summary>Takes away what an earlier run left.</summary>
    public static async Task RemoveLeftoversAsync()
    {
        if (await OutputAsync("ps", "-aq", "--filter", $"label={Label}") is { Length: > 0 } containers)
            await OutputAsync(["rm", "-f", .. containers.Split('\n')]);
        await OutputAsync("network", "prune", "-f", "--filter", $"label={Label}");
    }
}

using System.ComponentModel;
using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Containers;

/// <summary>A compose file as a project of its own, which is taken away at the end.</summary>
internal sealed class Compose : IAsyncDisposable
{
    private const string Project = Docker.Label;

    private static string[]? _command;

    private readonly string _file;

    public Compose(string file, int port)
    {
        _file = file;

        // Read by the file.
        Environment.SetEnvironmentVariable("GATEWAY_IMAGE_TAG", Images.Tag);
        Environment.SetEnvironmentVariable("GATEWAY_PORT", port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Skips the test where there is no compose; in CI there must be one.</summary>
    public static async Task RequireAsync()
    {
        foreach (var command in (string[][])[["docker", "compose"], ["docker-compose"]])
        {
            if (_command is null && await RunsAsync(command))
                _command = command;
        }

        Assert.False(_command is null && Environment.GetEnvironmentVariable("CI") is "true" or "1", "There is no docker compose.");
        Assert.SkipWhen(_command is null, "There is neither 'docker compose' nor 'docker-compose'.");
    }

    public async Task RunAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await Command.RunAsync(_command![0], [.. _command[1..], "-p", Project, "-f", _file, .. arguments]);
        Assert.True(exitCode == 0, output + errors);
    }

    public async ValueTask DisposeAsync() => await RunAsync("down", "-t", "1");

    private static async Task<bool> RunsAsync(string[] command)
    {
        try
        {
            return (await Command.RunAsync(command[0], [.. command[1..], "version"])).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

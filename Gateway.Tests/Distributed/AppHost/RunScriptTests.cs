using System.Diagnostics;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>What <c>./run.sh</c> starts. A script that writes its arguments stands in for <c>dotnet</c>: nothing is built.</summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly string Root = Repository.File("");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");

    public RunScriptTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "run.sh is for a POSIX shell.");

    [Fact]
    public async Task The_AppHost_reads_its_own_settings_wherever_the_script_is_called_from()
    {
        var started = await RunAsync("Logging:LogLevel:Default=Debug");

        var appHost = Path.Combine(Root, "Gateway.AppHost");
        Assert.Equal(
            $"{_directory.FullName}: {appHost}/bin/Debug/net10.0/Gateway.AppHost.dll --contentRoot={appHost} Logging:LogLevel:Default=Debug", started[^1]);
    }

    [Fact]
    public async Task Only_the_AppHost_is_built()
    {
        var started = await RunAsync();

        Assert.Contains($"build {Root}/Gateway.AppHost/Gateway.AppHost.csproj ", Assert.Single(started[..^1], line => line.Contains(" build ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task<string[]> RunAsync(params string[] arguments)
    {
        var calls = Path.Combine(_directory.FullName, "calls");
        var dotnet = Path.Combine(_directory.FullName, "dotnet");
        await File.WriteAllTextAsync(dotnet, $"#!/bin/sh\necho \"$PWD: $*\" >>'{calls}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        ProcessStartInfo start = new(Path.Combine(Root, "run.sh"), arguments) { WorkingDirectory = _directory.FullName, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_directory.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        using var script = Process.Start(start)!;
        await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();

        Assert.Equal(0, script.ExitCode);
        return await File.ReadAllLinesAsync(calls);
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Clients;

/// <summary>The programs of Clients/npm with what their lock file names, installed once, outside the sources.</summary>
public sealed class NpmClients : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private string? _missing;

    /// <summary>Where the programs are; skips the test when they cannot be had, which in CI fails.</summary>
    public string Folder
    {
        get
        {
            Assert.False(_missing is not null && Environment.GetEnvironmentVariable("CI") == "true", _missing);
            Assert.SkipWhen(_missing is not null, _missing ?? string.Empty);
            return Cache;
        }
    }

    private static string Cache => Repository.File(".cache/clients");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Cache);
        var sources = Repository.File("Gateway.Tests/Clients");
        foreach (var file in (string[])[.. Directory.GetFiles(Path.Combine(sources, "npm")), Path.Combine(sources, "chat.proto")])
            File.Copy(file, Path.Combine(Cache, Path.GetFileName(file)), overwrite: true);

        _missing = await RunAsync("node", "--version") ?? await InstallAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string?> InstallAsync()
    {
        var marker = Path.Combine(Cache, "installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Cache, "package-lock.json"))));
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker) == wanted)
            return null;

        // What a package would run at its installation is not run.
        var problem = await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        if (problem is null)
            await File.WriteAllTextAsync(marker, wanted);
        return problem;
    }

    /// <summary>Runs a command in the folder; returns what went wrong, or null.</summary>
    private static async Task<string?> RunAsync(string command, params string[] arguments)
    {
        var line = $"{command} {string.Join(' ', arguments)}";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { WorkingDirectory = Cache, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using CancellationTokenSource limit = new(Limit);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? null : $"{line} failed: {await output}{await errors}";
        }
        catch (Win32Exception)
        {
            return $"There is no {command}, so the clients that are written in JavaScript cannot be run.";
        }
        catch (OperationCanceledException)
        {
            return $"{line} took longer than {Limit}.";
        }
    }
}

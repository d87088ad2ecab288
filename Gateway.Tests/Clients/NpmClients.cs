using System.Diagnostics;
using System.Security.Cryptography;
using Gateway.Tests.Routes;

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

        var installed = Path.Combine(Cache, "installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Cache, "package-lock.json"))));
        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != wanted)
        {
            _missing = await MissingAsync();
            if (_missing is null)
                await File.WriteAllTextAsync(installed, wanted);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string?> MissingAsync()
    {
        try
        {
            // What a package would run at its installation is not run.
            using var npm = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = Cache,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            using CancellationTokenSource limit = new(Limit);
            var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = npm.StandardError.ReadToEndAsync(limit.Token);
            await npm.WaitForExitAsync(limit.Token);
            return npm.ExitCode == 0 ? null : $"npm ci failed: {await output}{await errors}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no npm, so the clients that are written in JavaScript cannot be run.";
        }
        catch (OperationCanceledException)
        {
            return $"npm ci took longer than {Limit}.";
        }
    }
}

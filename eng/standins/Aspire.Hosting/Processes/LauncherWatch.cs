using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Processes;

/// <summary>Ends the AppHost when the <c>dotnet run</c> that started it is gone: killed, it cannot say so.</summary>
internal sealed class LauncherWatch(IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE") is null)
            return;

        try
        {
            using var launcher = Process.GetProcessById(ParentId());
            if (launcher.ProcessName != "dotnet")
                return;
            await launcher.WaitForExitAsync(stoppingToken);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }

        lifetime.StopApplication();
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ParentId();
}

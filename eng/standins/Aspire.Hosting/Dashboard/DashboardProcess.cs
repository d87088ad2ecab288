using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The real Aspire dashboard, as a process beside the services.</summary>
internal sealed partial class DashboardProcess(
    DashboardSettings settings, IHttpClientFactory clients, TimeProvider time, ILogger<DashboardProcess> logger) : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private SupervisedProcess? _process;
    private bool _stopping;

    public bool IsAvailable => settings.Executable is not null;

    public Uri Address => settings.Frontend;

    public void RequirePorts()
    {
        if (!IsAvailable)
            return;
        foreach (var address in (Uri?[])[settings.Frontend, settings.OtlpGrpc, settings.OtlpHttp, settings.ResourceService])
        {
            if (address is not null)
                PortAllocator.RequireFree(address, "dashboard");
        }
    }

    /// <param name="resourceService">Where it asks for the resources.</param>
    public void Start(Uri? resourceService)
    {
        if (!IsAvailable)
            return;

        var spec = new ProcessSpec(
            settings.Executable!,
            [
                "dashboard", "run", "--allow-anonymous", "--nologo", "--non-interactive",
                "--frontend-url", settings.Frontend.OriginalString,
                "--otlp-grpc-url", settings.OtlpGrpc.OriginalString,
                "--otlp-http-url", settings.OtlpHttp.OriginalString,
            ],
            Path.GetTempPath(),
            new Dictionary<string, string>
            {
                ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true",
                ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"{resourceService}",
                ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey",
                ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = settings.ResourceServiceKey ?? "",
            });
        _process = SupervisedProcess.Start(spec, (line, _) => LogOutput(line), time);
        _ = ReportEndAsync(_process);
    }

    /// <summary>Whether the dashboard answers, once it does or has had time enough to.</summary>
    public async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var client = clients.CreateClient(nameof(DashboardProcess));
        while (_process is { Exited.IsCompleted: false } && time.GetElapsedTime(started) < Patience)
        {
            try
            {
                using var response = await client.GetAsync(settings.Frontend, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(PollInterval, time, cancellationToken);
            }
        }

        return false;
    }

    public async Task StopAsync(CancellationToken noMoreTime)
    {
        _stopping = true;
        if (_process is { Exited.IsCompleted: false } process)
            await process.StopAsync(Grace, noMoreTime);
    }

    public void Kill() => _process?.Kill();

    public void Dispose() => _process?.Dispose();

    private async Task ReportEndAsync(SupervisedProcess process)
    {
        var exitCode = await process.Exited;
        if (!_stopping)
            LogEnded(exitCode);
    }

    [LoggerMessage(1, LogLevel.Debug, "{Line}")]
    private partial void LogOutput(string line);

    [LoggerMessage(2, LogLevel.Warning, "The dashboard ended by itself with exit code {ExitCode}; the topology runs on without it")]
    private partial void LogEnded(int exitCode);
}

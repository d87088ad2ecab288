using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Reporting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>One service: starts it when what it waits for is there, watches it, stops it. Never starts it again unasked.</summary>
internal sealed partial class ServiceRunner(
    ProjectResource project,
    DistributedApplicationExecutionContext executionContext,
    ResourceNotificationService notifications,
    HealthMonitor health,
    DashboardSettings dashboard,
    IResourceOutput output,
    TimeProvider time,
    ILogger<ServiceRunner> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ParkedAddresses _parked = new();
    private CancellationTokenSource _start = new();
    private TaskCompletionSource _startNow = new();
    private SupervisedProcess? _process;
    private Task _watch = Task.CompletedTask;
    private bool _stopping;

    public ProjectResource Project => project;

    public bool IsRunning => _process is { Exited.IsCompleted: false };

    /// <summary>Starts the service, or ends its waiting for others.</summary>
    /// <exception cref="DistributedApplicationException">It could not start; the state and the log say so too.</exception>
    public Task StartNowAsync(CancellationToken cancellationToken)
    {
        _startNow.TrySetResult();
        return StartAsync(cancellationToken);
    }

    /// <summary>Starts the service, after what it waits for.</summary>
    /// <exception cref="DistributedApplicationException">It could not start; the state and the log say so too.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var start = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (IsRunning)
                return;

            await _watch;
            _start = start;
            _startNow = new TaskCompletionSource();
            _stopping = false;
            await new DependencyWait(notifications, project, dashboard.WhenADependencyHasEnded).WaitAsync(_startNow.Task, start.Token);
            await LaunchAsync(start.Token);
        }
        catch (DistributedApplicationException exception)
        {
            LogNotStarted(project.Name, exception.Message);
            await PublishAsync(new(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error));
            throw;
        }
        catch (OperationCanceledException)
        {
            await PublishAsync(new(KnownResourceStates.NotStarted, Style: null));
            throw;
        }
        finally
        {
            _start = new CancellationTokenSource();
            _turn.Release();
        }
    }

    /// <summary>Stops the service, or its start. It has <paramref name="grace"/>, less if there is no more time, to end by itself.</summary>
    public async Task StopAsync(TimeSpan grace, CancellationToken noMoreTime)
    {
        await _start.CancelAsync();
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (_process is not { Exited.IsCompleted: false } process)
                return;

            _stopping = true;
            await PublishAsync(new(KnownResourceStates.Stopping, Style: null));
            await process.StopAsync(grace, noMoreTime);
            await _watch;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Kill() => _process?.Kill();

    public void Dispose()
    {
        _process?.Dispose();
        _parked.Dispose();
        _start.Dispose();
        _turn.Dispose();
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(new(KnownResourceStates.Starting, Style: null));
        var spec = await ServiceCommandLine.ResolveAsync(project, executionContext, cancellationToken);
        _parked.Release();
        var process = SupervisedProcess.Start(spec, (line, isError) => output.Write(project.Name, line, isError), time);

        _process = process;
        await notifications.PublishUpdateAsync(project, state => state with
        {
            State = KnownResourceStates.Running,
            ExitCode = null,
            StartTimeStamp = time.GetUtcNow().UtcDateTime,
            StopTimeStamp = null,
            EnvironmentVariables = [.. spec.Environment.Select(variable =>
                new EnvironmentVariableSnapshot(variable.Key, variable.Value, IsFromSpec: true) { IsSecret = spec.Secrets.Contains(variable.Key) })],
            HealthReports = HealthMonitor.Unanswered(project),
        });
        _watch = WatchAsync(process);
    }

    private async Task WatchAsync(SupervisedProcess process)
    {
        using var ended = new CancellationTokenSource();
        var healthWatch = health.WatchAsync(project, ended.Token);

        var exitCode = await process.Exited;
        _parked.Park(project);
        await ended.CancelAsync();
        await healthWatch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!_stopping)
            LogEnded(exitCode == 0 ? LogLevel.Warning : LogLevel.Error, project.Name, exitCode);
        var state = exitCode == 0 && !_stopping ? KnownResourceStates.Finished : KnownResourceStates.Exited;
        var style = exitCode == 0 || _stopping ? null : KnownResourceStateStyles.Error;
        await notifications.PublishUpdateAsync(project, known => known with
        {
            State = new ResourceStateSnapshot(state, style),
            ExitCode = exitCode,
            StopTimeStamp = time.GetUtcNow().UtcDateTime,
            HealthReports = HealthMonitor.Unanswered(project),
        });
    }

    private Task PublishAsync(ResourceStateSnapshot state) => notifications.PublishUpdateAsync(project, known => known with { State = state });

    [LoggerMessage(1, LogLevel.Error, "{Resource} cannot start: {Reason}")]
    private partial void LogNotStarted(string resource, string reason);

    [LoggerMessage(EventId = 2, Message = "{Resource} ended by itself with exit code {ExitCode}; it is not started again")]
    private partial void LogEnded(LogLevel level, string resource, int exitCode);
}

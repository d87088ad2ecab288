using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Settings;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Runtime;

/// <summary>Applies the configuration's routes at startup, and each later change atomically.</summary>
internal sealed partial class ConfigurationReloader(
    IConfiguration configuration, GatewayRoutes gateway, TimeProvider time, ILogger<ConfigurationReloader> logger) : IHostedService, IDisposable
{
    // Editors write a file in several steps, and several files may change together.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopping = new();
    private GatewaySettings _latest = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private IDisposable? _registration;
    private ITimer? _timer;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Subscribe before the first read, so that no change is lost in between.
            _timer = time.CreateTimer(_ => _ = ReloadAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _registration = ChangeToken.OnChange(configuration.GetReloadToken, () => _timer.Change(Quiet, Timeout.InfiniteTimeSpan));
            _latest = GatewaySettingsReader.Read(configuration);
            await gateway.ConfigureAsync(_latest, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _registration?.Dispose();
        return _stopping.CancelAsync();
    }

    public void Dispose()
    {
        _registration?.Dispose();
        _timer?.Dispose();
        _stopping.Dispose();
        _one.Dispose();
    }

    private async Task ReloadAsync()
    {
        await _one.WaitAsync();
        try
        {
            var (before, error) = (gateway.Table, gateway.LastError);
            if (ConfigurationFiles.FindBroken(configuration) is { } broken)
                Reject(broken);
            else
                await TakeAsync(GatewaySettingsReader.Read(configuration));
            if (gateway.Table == before && error is not null && gateway.LastError is null)
                LogValidAgain(logger, before.Version);
        }
        catch (GatewayConfigurationException exception)
        {
            Reject(string.Join("; ", exception.Errors));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process ends.
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // Nobody awaits this: the status and the log must show every error.
            Reject(exception.Message);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task TakeAsync(GatewaySettings settings)
    {
        await gateway.ConfigureAsync(settings, _stopping.Token);
        if (settings.Limits != _latest.Limits)
            LogNeedsRestart(logger, nameof(settings.Limits));
        if (settings.Management != _latest.Management)
            LogNeedsRestart(logger, nameof(settings.Management));
        if (settings.Http2Port != _latest.Http2Port)
            LogNeedsRestart(logger, nameof(settings.Http2Port));
        _latest = settings;
    }

    private void Reject(string error)
    {
        if (gateway.LastError == error)
            return;
        // Who sees the error in the status finds it in the log.
        LogRejected(logger, gateway.Table.Version, error);
        gateway.LastError = error;
    }

    [LoggerMessage(EventIds.ConfigurationValidAgain, LogLevel.Information, "The configuration is valid again: it is that of version {Version}, which is in force", EventName = nameof(EventIds.ConfigurationValidAgain))]
    private static partial void LogValidAgain(ILogger logger, int version);

    [LoggerMessage(EventIds.ConfigurationNeedsRestart, LogLevel.Warning, "Gateway:{Key} has changed; the change takes effect after a restart", EventName = nameof(EventIds.ConfigurationNeedsRestart))]
    private static partial void LogNeedsRestart(ILogger logger, string key);

    [LoggerMessage(EventIds.ConfigurationRejected, LogLevel.Error, "The changed configuration was rejected, version {Version} stays in force: {Error}", EventName = nameof(EventIds.ConfigurationRejected))]
    private static partial void LogRejected(ILogger logger, int version, string error);
}

using Gateway.Proxy.Configuration;
using Gateway.Proxy.Diagnostics;
using Microsoft.Extensions.Options;

namespace Gateway.Proxy.Shutdown;

/// <summary>Graceful shutdown: notifies clients and load balancers, then stops accepting connections, then closes streams.</summary>
internal sealed partial class DrainOnShutdown(
    ShutdownState state, ConnectionNotices connections, Live<DrainTimes> times, IOptions<HostOptions> host, IHostEnvironment environment, TimeProvider time, ILogger<DrainOnShutdown> logger)
    : IHostedLifecycleService, IDisposable
{
    private ITimer? _closeStreams;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        times.Changed += SetShutdownTimeout;
        SetShutdownTimeout();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (state.IsDraining)
            return;
        state.BeginDraining();
        connections.GoAway();
        if (Delay > TimeSpan.Zero)
        {
            LogDraining(logger, Delay.TotalSeconds, times.Current.Timeout.TotalSeconds);
            await Task.Delay(Delay, time, cancellationToken);
        }

        // The host stops the server next, which waits for requests in flight.
        _closeStreams = time.CreateTimer(_ => state.CloseStreams(), null, times.Current.Timeout / 2, Timeout.InfiniteTimeSpan);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _closeStreams?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        times.Changed -= SetShutdownTimeout;
        _closeStreams?.Dispose();
    }

    private TimeSpan Delay => times.Current.Delay ?? (environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(5));

    // The host reads this timeout when it begins to stop.
    private void SetShutdownTimeout() => host.Value.ShutdownTimeout = Delay + times.Current.Timeout;

    [LoggerMessage(EventIds.Draining, LogLevel.Information, "Shutting down: new connections are accepted for another {DelaySeconds:0.#} s, then requests in flight have {TimeoutSeconds:0.#} s to end. A second signal ends the process at once.", EventName = nameof(EventIds.Draining))]
    private static partial void LogDraining(ILogger logger, double delaySeconds, double timeoutSeconds);
}

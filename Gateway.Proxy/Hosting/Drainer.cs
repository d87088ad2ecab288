using Gateway.Proxy.Configuration;
using Gateway.Proxy.Health;

namespace Gateway.Proxy.Hosting;

/// <summary>Ends the process without losing a request: first <c>/health</c> says so, after the delay no new connections are taken, what is under way finishes.</summary>
internal sealed partial class Drainer(
    Draining draining, LiveSettings settings, IHostEnvironment environment, TimeProvider time, ILogger<Drainer> logger) : IHostedLifecycleService
{
    /// <summary>Time for requests under way to finish.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static TimeSpan DelayOf(GatewaySettings settings, IHostEnvironment environment) =>
        settings.DrainDelay ?? (environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(5));

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        draining.Begin();
        var delay = DelayOf(settings.Current, environment);
        if (delay > TimeSpan.Zero)
        {
            LogDraining(logger, delay);
            await Task.Delay(delay, time, cancellationToken);
        }

        draining.Close();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventIds.Draining, LogLevel.Information, "Draining: new connections are taken for another {Delay}; a second signal ends the process at once", EventName = nameof(EventIds.Draining))]
    private static partial void LogDraining(ILogger logger, TimeSpan delay);
}

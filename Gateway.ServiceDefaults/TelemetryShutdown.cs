using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Gateway.ServiceDefaults;

/// <summary>Exports what is left when the application has stopped, all signals at the same time. When the collector does not respond, the process ends nevertheless.</summary>
/// <remarks>Otherwise the providers export one after the other when they are disposed, with a limit of 5 s each.</remarks>
internal sealed class TelemetryShutdown(IServiceProvider services) : IHostedLifecycleService
{
    private const int Milliseconds = 3000;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Run(() => services.GetService<TracerProvider>()?.Shutdown(Milliseconds)),
        Run(() => services.GetService<MeterProvider>()?.Shutdown(Milliseconds)),
        Run(() => services.GetService<LoggerProvider>()?.Shutdown(Milliseconds)));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // These calls block, and the exporters need threads of the pool.
    private static Task Run(Action end) => Task.Factory.StartNew(end, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

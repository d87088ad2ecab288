using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Gateway.ServiceDefaults.Telemetry;

/// <summary>
/// Starts the providers with the host: they listen from the moment they are made. They flush when the container
/// disposes them, which is after the last request.
/// </summary>
internal sealed class TelemetryHostedService(IServiceProvider services, ServerSpans serverSpans) : IHostedService, IDisposable
{
    private IDisposable? _serverSpans;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<MeterProvider>();
        services.GetRequiredService<TracerProvider>();
        // Only a web host has one.
        _serverSpans = services.GetService<DiagnosticListener>()?.Subscribe(serverSpans, ServerSpans.IsWanted);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _serverSpans?.Dispose();
}

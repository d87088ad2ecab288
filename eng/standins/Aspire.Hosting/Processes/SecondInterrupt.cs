using System.Runtime.InteropServices;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Processes;

/// <summary>The first Ctrl+C is the host's and ends everything in order. The second ends everything at once.</summary>
internal sealed class SecondInterrupt(Topology topology, TimeProvider time) : IHostedService, IDisposable
{
    private const int Interrupted = 130;

    // One interrupt can arrive twice: for the process, and for its group.
    private static readonly TimeSpan SameInterrupt = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private PosixSignalRegistration? _registration;
    private long? _first;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnInterrupt());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();

    private void OnInterrupt()
    {
        lock (_lock)
        {
            _first ??= time.GetTimestamp();
            if (time.GetElapsedTime(_first.Value) < SameInterrupt)
                return;
        }

        topology.Kill();
        Environment.Exit(Interrupted);
    }
}

using System.Runtime.InteropServices;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Processes;

/// <summary>The first Ctrl+C is the host's and ends everything in order. The second ends everything at once.</summary>
internal sealed class SecondInterrupt(Topology topology) : IHostedService, IDisposable
{
    private const int Interrupted = 130;

    private PosixSignalRegistration? _registration;
    private int _count;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            if (Interlocked.Increment(ref _count) < 2)
                return;
            topology.Kill();
            Environment.Exit(Interrupted);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();
}

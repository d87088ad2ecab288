using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Building;

/// <summary>The application ends when it is told to, not on a signal.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource waits for, and gives up when that has ended.</summary>
internal sealed class DependencyWait(ResourceNotificationService notifications, IResource resource)
{
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count == 0)
            return;

        await notifications.PublishUpdateAsync(resource, state => state with { State = KnownResourceStates.Waiting });
        await Task.WhenAll(waits.Select(wait => WaitAsync(wait, cancellationToken)));
    }

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var reached = await notifications.WaitForResourceAsync(
            wait.Resource.Name,
            change => change.Snapshot.HasEnded || IsThere(wait.WaitType, change.Snapshot),
            cancellationToken);

        if (reached.Snapshot.HasEnded)
            throw new DistributedApplicationException($"it waits for {wait.Resource.Name}, whose state is {reached.Snapshot.State?.Text}");
    }

    private static bool IsThere(WaitType type, CustomResourceSnapshot state) => type == WaitType.WaitUntilHealthy
        ? state.HealthStatus == HealthStatus.Healthy
        : state.State?.Text == KnownResourceStates.Running;
}

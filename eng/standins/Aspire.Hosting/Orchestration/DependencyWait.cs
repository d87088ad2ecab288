using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>Waits for what a resource waits for. When that has ended it gives up, or waits on until somebody starts it again.</summary>
internal sealed class DependencyWait(ResourceNotificationService notifications, IResource resource, WaitBehavior whenEnded)
{
    private const string WaitingFor = "resource.waitingFor";

    private readonly ConcurrentDictionary<string, WaitAnnotation> _pending = new();
    private bool _over;

    /// <summary>Returns when all are there, or when <paramref name="startNow"/> completes.</summary>
    public async Task WaitAsync(Task startNow, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count == 0)
            return;

        foreach (var wait in waits)
            _pending[wait.Resource.Name] = wait;
        await ShowAsync();

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await await Task.WhenAny(startNow, Task.WhenAll(waits.Select(wait => WaitAsync(wait, over.Token))));
        }
        finally
        {
            await over.CancelAsync();
            await notifications.PublishUpdateAsync(resource, state =>
            {
                _over = true;
                return state with { Properties = Others(state) };
            });
        }
    }

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var reached = await notifications.WaitForResourceAsync(
            wait.Resource.Name,
            change => (whenEnded == WaitBehavior.StopOnResourceUnavailable && change.Snapshot.HasEnded) || IsThere(wait.WaitType, change.Snapshot),
            cancellationToken);

        if (reached.Snapshot.HasEnded)
            throw new DistributedApplicationException($"it waits for {wait.Resource.Name}, whose state is {reached.Snapshot.State?.Text}");
        if (_pending.TryRemove(wait.Resource.Name, out _))
            await ShowAsync();
    }

    private Task ShowAsync() => notifications.PublishUpdateAsync(resource, state => _over ? state : state with
    {
        State = KnownResourceStates.Waiting,
        Properties = Others(state).Add(new(WaitingFor, _pending.Keys.Order().ToList())),
    });

    private static ImmutableArray<ResourcePropertySnapshot> Others(CustomResourceSnapshot state) =>
        state.Properties.RemoveAll(property => property.Name == WaitingFor);

    private static bool IsThere(WaitType type, CustomResourceSnapshot state) => type == WaitType.WaitUntilHealthy
        ? state.HealthStatus == HealthStatus.Healthy
        : state.State?.Text == KnownResourceStates.Running;
}

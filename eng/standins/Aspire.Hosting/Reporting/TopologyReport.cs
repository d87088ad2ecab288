using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Reporting;

/// <summary>Prints what there is, and where, once every resource is up or has failed.</summary>
internal sealed class TopologyReport(Topology topology, IResourceCollection resources, ResourceNotificationService notifications) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!topology.Dashboard.IsAvailable)
            await Console.Out.WriteLineAsync("No dashboard: the Aspire CLI is neither in .cache nor on PATH (eng/get-aspire.sh gets it).");

        await foreach (var _ in notifications.WatchAsync(stoppingToken))
        {
            if (topology.StartedByItself.All(runner => IsSettled(runner.Project)))
                break;
        }

        var table = new ResourceTable();
        foreach (var resource in resources)
        {
            if (notifications.TryGetCurrentState(resource.Name, out var current))
                table.Add(resource.Name, State(current.Snapshot), current.Snapshot.Urls);
        }

        if (topology.Dashboard.IsAvailable)
        {
            var state = await topology.Dashboard.IsUpAsync(stoppingToken) ? "Running" : "Not answering";
            table.Add("dashboard", state, [new UrlSnapshot(null, topology.Dashboard.Address.OriginalString, IsInternal: false)]);
        }

        await Console.Out.WriteLineAsync(table.ToString());
    }

    /// <summary>Up, ended, or waiting for what has ended.</summary>
    private bool IsSettled(ProjectResource service) =>
        (notifications.TryGetCurrentState(service.Name, out var current) && current.Snapshot.HealthStatus == HealthStatus.Healthy) || IsStuck(service);

    private bool IsStuck(IResource resource) => notifications.TryGetCurrentState(resource.Name, out var current)
        && (current.Snapshot.HasEnded
            || (current.Snapshot.State?.Text == KnownResourceStates.Waiting
                && resource.Annotations.OfType<WaitAnnotation>().Any(wait => IsStuck(wait.Resource))));

    private static string State(CustomResourceSnapshot state) =>
        state.HealthReports.IsEmpty ? state.State?.Text ?? "" : state.HealthStatus?.ToString() ?? state.State?.Text ?? "";
}

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

        await Task.WhenAll(topology.StartedByItself.Select(runner => notifications.WaitForResourceAsync(
            runner.Project.Name,
            change => change.Snapshot is { HasEnded: true } or { HealthStatus: HealthStatus.Healthy },
            stoppingToken)));

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

    private static string State(CustomResourceSnapshot state) =>
        state.HealthReports.IsEmpty ? state.State?.Text ?? "" : state.HealthStatus?.ToString() ?? state.State?.Text ?? "";
}

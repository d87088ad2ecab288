using Aspire.Hosting.Dashboard.Protocol;
using Grpc.Core;

namespace Gateway.Tests.Distributed.Dashboard;

/// <summary>The stream of resources, as the dashboard reads it: all first, then changes.</summary>
internal sealed class ResourceWatch(DashboardService.DashboardServiceClient client) : IDisposable
{
    private readonly AsyncServerStreamingCall<WatchResourcesUpdate> _call =
        client.WatchResources(new WatchResourcesRequest(), WatchedTopology.WithKey(), WatchedTopology.Deadline);

    public async Task<IReadOnlyList<Resource>> InitialAsync()
    {
        Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None));
        return _call.ResponseStream.Current.InitialData.Resources;
    }

    /// <summary>Reads on until a resource is as wanted.</summary>
    public async Task<Resource> UntilAsync(string name, Func<Resource, bool> wanted)
    {
        while (await _call.ResponseStream.MoveNext(CancellationToken.None))
        {
            var update = _call.ResponseStream.Current;
            var resources = update.InitialData?.Resources ?? update.Changes.Value.Select(change => change.Upsert);
            if (resources.FirstOrDefault(resource => resource.DisplayName == name && wanted(resource)) is { } resource)
                return resource;
        }

        throw new InvalidOperationException("The stream ended.");
    }

    public Task<Resource> UntilHealthyAsync(string name) => UntilAsync(
        name, resource => resource.State == "Running" && resource.HealthReports.All(report => report is { HasStatus: true, Status: HealthStatus.Healthy }));

    public void Dispose() => _call.Dispose();
}

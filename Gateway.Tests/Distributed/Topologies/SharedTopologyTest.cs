namespace Gateway.Tests.Distributed.Topologies;

/// <summary>A test on the shared topology: whatever the test before it asked of the services is over.</summary>
[Collection<SharedTopologyTests>]
public abstract class SharedTopologyTest(SharedTopology topology) : IAsyncLifetime
{
    public const string Coredinator = "coredinator";
    public const string CoreTelemetry = "coretelemetry";

    protected SharedTopology Topology => topology;

    protected HttpClient Gateway => topology.Gateway;

    public async ValueTask InitializeAsync()
    {
        await topology.Coredinator.ResetAsync();
        await topology.CoreTelemetry.ResetAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

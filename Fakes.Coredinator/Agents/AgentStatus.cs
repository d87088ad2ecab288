using Fakes.Coredinator.Services;

namespace Fakes.Coredinator.Agents;

/// <summary>An agent as the API shows it; one that was never started is simply stopped.</summary>
internal sealed record AgentStatus(
    string Id, ServiceState State, string? ConfigPath, IReadOnlyDictionary<string, ServiceStatus> ServiceStatuses)
{
    public static AgentStatus Unknown(string id) =>
        new(id, ServiceState.Stopped, null, new Dictionary<string, ServiceStatus>());

    public static AgentStatus Of(Agent agent, ServiceStatus coreRl, ServiceStatus coreIo) =>
        new(agent.Id, Combine(coreRl, coreIo), agent.ConfigPath,
            new Dictionary<string, ServiceStatus> { ["corerl"] = coreRl, ["coreio"] = coreIo });

    // Stopping an agent leaves its CoreIO running, so corerl decides, unless it runs on a CoreIO that failed.
    private static ServiceState Combine(ServiceStatus coreRl, ServiceStatus coreIo) =>
        coreRl.State is ServiceState.Running && coreIo.State is ServiceState.Failed ? ServiceState.Failed : coreRl.State;
}

using System.Collections.Concurrent;

namespace Fakes.Coredinator;

/// <summary>Every agent that was ever started here; a stopped one stays listed.</summary>
internal sealed class AgentRegistry(ServiceRegistry services, CoreIoRegistry coreIo)
{
    private readonly ConcurrentDictionary<string, Agent> _agents = new();

    public IEnumerable<string> Ids => _agents.Keys.Order(StringComparer.Ordinal);

    public Agent Start(StartRequest start)
    {
        var agent = new Agent(start.Stem, start.ConfigPath, CoreIoRegistry.IdFor(start));
        coreIo.Start(agent.CoreIoId, start.ConfigPath);
        services.Start(agent.CoreRlId, start.ConfigPath);
        return _agents[agent.Id] = agent;
    }

    public void Stop(string id)
    {
        if (_agents.TryGetValue(id, out var agent)) services.Stop(agent.CoreRlId);
    }

    public AgentStatus Status(string id)
    {
        if (!_agents.TryGetValue(id, out var agent))
            return new AgentStatus(id, ServiceState.Stopped, null, new Dictionary<string, ServiceStatus>());

        var coreRl = StatusOf(agent.CoreRlId);
        var coreIo = StatusOf(agent.CoreIoId);
        return new AgentStatus(id, Combine(coreRl, coreIo), agent.ConfigPath,
            new Dictionary<string, ServiceStatus> { ["corerl"] = coreRl, ["coreio"] = coreIo });
    }

    private ServiceStatus StatusOf(string service) =>
        services.Find(service) ?? new ServiceStatus(service, ServiceState.Stopped, ServiceState.Stopped, null);

    // Stopping an agent leaves its CoreIO running, so corerl decides, unless it runs on a CoreIO that failed.
    private static ServiceState Combine(ServiceStatus coreRl, ServiceStatus coreIo) =>
        coreRl.State is ServiceState.Running && coreIo.State is ServiceState.Failed ? ServiceState.Failed : coreRl.State;
}

/// <summary>An agent is two services: its own corerl, and a CoreIO that it may share with others.</summary>
internal sealed record Agent(string Id, string ConfigPath, string CoreIoId)
{
    public string CoreRlId => $"{Id}-corerl";
}

/// <summary>An agent as the API shows it; one that was never started is simply stopped.</summary>
internal sealed record AgentStatus(
    string Id, ServiceState State, string? ConfigPath, IReadOnlyDictionary<string, ServiceStatus> ServiceStatuses);

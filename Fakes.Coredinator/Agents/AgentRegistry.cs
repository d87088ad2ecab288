using System.Collections.Concurrent;
using Fakes.Coredinator.Io;
using Fakes.Coredinator.Services;

namespace Fakes.Coredinator.Agents;

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

    public AgentStatus Status(string id) => _agents.TryGetValue(id, out var agent)
        ? AgentStatus.Of(agent, StatusOf(agent.CoreRlId), StatusOf(agent.CoreIoId))
        : AgentStatus.Unknown(id);

    private ServiceStatus StatusOf(string service) => services.Find(service) ?? ServiceStatus.Gone(service);
}

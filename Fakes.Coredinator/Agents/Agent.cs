namespace Fakes.Coredinator.Agents;

/// <summary>An agent is two services: its own corerl, and a CoreIO that it may share with others.</summary>
internal sealed record Agent(string Id, string ConfigPath, string CoreIoId)
{
    public string CoreRlId => $"{Id}-corerl";
}

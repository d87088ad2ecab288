using Gateway.Bench.Peers;

namespace Gateway.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions(
    string Root, int Rounds, int Seconds, int WarmUp, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<Peer> Peers, string? Output, bool Complete)
{
    /// <summary>How many rounds a scenario has.</summary>
    public int RoundsOf(Scenario scenario) => Rounds * scenario.RoundsFactor;

    public int WarmUpOf(Scenario scenario) => WarmUp * scenario.WarmUpFactor;

    public IEnumerable<Peer> PeersOf(Scenario scenario) => Peers.Where(peer => scenario.Peers?.Contains(peer.Name) ?? peer.IsProxy);

    /// <summary>About how long a scenario takes.</summary>
    public TimeSpan TimeOf(Scenario scenario)
    {
        const double between = 0.4;
        var each = scenario.Starts > 0 ? scenario.Starts * between : 1.3 * WarmUpOf(scenario) + between + RoundsOf(scenario) * (Seconds + between);
        return TimeSpan.FromSeconds(PeersOf(scenario).Count() * scenario.Processes * each);
    }
}

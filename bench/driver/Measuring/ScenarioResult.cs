namespace Gateway.Bench.Measuring;

/// <summary>All peers in one scenario.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<PeerResult> Peers)
{
    public PeerResult? Of(string peer) => Peers.FirstOrDefault(result => result.Peer.Name == peer);

    /// <summary>
    /// The median of one peer's value through the other's, round by round; null when one of them was not measured.
    /// Figures of a run with errors are not compared.
    /// </summary>
    public double? Ratio(string peer, string to, Func<Measurement, double> value) =>
        Of(peer) is { Errors: 0, Failure: null, Rounds.Count: > 0 } first && Of(to) is { Errors: 0, Failure: null, Rounds.Count: > 0 } second
            ? Statistics.Median(first.Rounds.Zip(second.Rounds, (a, b) => value(a) / value(b)))
            : null;
}

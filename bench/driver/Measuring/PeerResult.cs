using Gateway.Bench.Peers;

namespace Gateway.Bench.Measuring;

/// <summary>All of one peer in one scenario.</summary>
internal sealed class PeerResult(Peer peer)
{
    public Peer Peer => peer;

    public List<Measurement> Rounds { get; } = [];

    /// <summary>From the start of the process, in milliseconds.</summary>
    public List<double> FirstAnswers { get; } = [];

    /// <summary>The most that its processes have had in use, together, in bytes.</summary>
    public long PeakMemory { get; set; }

    /// <summary>Of all its runs, warm-up included.</summary>
    public long Errors { get; set; }

    /// <summary>Why there is nothing of it to compare: it did not start, or ended.</summary>
    public string? Failure { get; set; }

    public double Median(Func<Measurement, double> value) => Statistics.Median(Rounds.Select(value));
}

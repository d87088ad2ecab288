namespace Gateway.Proxy.Targets.Statistics;

/// <summary>A target's attempts of the last minute.</summary>
/// <param name="sums">The sums of the slots.</param>
/// <param name="observed">How many seconds of the minute the target exists.</param>
internal sealed class AttemptSummary(long[] sums, double observed)
{
    private const int ServerErrors = 5;

    public long Attempts => sums.AsSpan(0, AttemptSlot.Latencies).ToArray().Sum();

    public double PerSecond => Attempts / observed;

    /// <summary>The attempts that had no response.</summary>
    public long Failures => sums[AttemptSlot.Failures];

    /// <summary>The percentage of attempts with a response below 500; null without attempts.</summary>
    public double? SuccessRate => Attempts == 0 ? null : 100.0 * (Attempts - Failures - Responses(ServerErrors)) / Attempts;

    /// <summary>The responses of a class.</summary>
    /// <param name="hundreds">The first digit of their status.</param>
    public long Responses(int hundreds) => sums[hundreds - 1];

    /// <summary>The latency in milliseconds that this part of the responses did not exceed; null without responses.</summary>
    public double? Percentile(double part)
    {
        var latencies = sums.AsSpan(AttemptSlot.Latencies);
        long total = 0, below = 0;
        foreach (var count in latencies)
            total += count;
        if (total == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(part * total));
        var bucket = 0;
        while ((below += latencies[bucket]) < rank)
            bucket++;
        return LatencyScale.Milliseconds(bucket);
    }
}

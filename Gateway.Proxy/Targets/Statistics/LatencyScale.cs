namespace Gateway.Proxy.Targets.Statistics;

/// <summary>Buckets of latencies on a logarithmic scale, four for each doubling: a bucket's middle is at most 9.1 % away from each of its latencies.</summary>
internal static class LatencyScale
{
    /// <summary>The number of buckets, from 12.8 µs to 57 minutes; what is shorter or longer counts in the first or the last.</summary>
    public const int Count = (HighestPower - LowestPower) * PerDoubling;

    private const int PerDoubling = 4;
    private const int LowestPower = 7;
    private const int HighestPower = 35;

    public static int IndexOf(TimeSpan latency) =>
        latency.Ticks <= 1 << LowestPower ? 0 : Math.Min((int)((Math.Log2(latency.Ticks) - LowestPower) * PerDoubling), Count - 1);

    /// <summary>The middle of a bucket, in milliseconds.</summary>
    public static double Milliseconds(int index) => Math.Pow(2, LowestPower + ((index + 0.5) / PerDoubling)) / TimeSpan.TicksPerMillisecond;
}

namespace Gateway.Proxy.Targets.Statistics;

/// <summary>The attempts of one second.</summary>
internal sealed class AttemptSlot(long second)
{
    public const int Classes = 5;
    public const int Failures = Classes;
    public const int Latencies = Failures + 1;
    public const int Length = Latencies + LatencyScale.Count;

    // The responses by class, the failures, then the histogram of latencies.
    private readonly int[] _counts = new int[Length];
    private long _second = second;

    public long Second => Volatile.Read(ref _second);

    public void Count(int index) => Interlocked.Increment(ref _counts[index]);

    public void AddTo(long[] sums)
    {
        for (var i = 0; i < _counts.Length; i++)
            sums[i] += Volatile.Read(ref _counts[i]);
    }

    /// <summary>Begins another second. Not concurrently with itself and with <see cref="AddTo"/>.</summary>
    public void Restart(long second)
    {
        Array.Clear(_counts);
        Volatile.Write(ref _second, second);
    }
}

namespace Gateway.Proxy.LoadBalancing;

/// <summary>Cycles through a fixed schedule: each round gives every target exactly its turns, also under concurrency.</summary>
internal sealed class ScheduleBalancer(IReadOnlyList<WeightedTarget> targets, int[] schedule) : LoadBalancer(targets)
{
    // A 64-bit cursor never overflows; an overflow would cut a round short.
    private long _cursor = -1;

    public override int Pick() => schedule[(int)(Interlocked.Increment(ref _cursor) % schedule.Length)];
}

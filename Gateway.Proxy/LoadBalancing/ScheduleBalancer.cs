namespace Gateway.Proxy.LoadBalancing;

/// <summary>Goes round a fixed schedule: every run of its length gives each target exactly its turns, however many ask at once.</summary>
internal sealed class ScheduleBalancer(IReadOnlyList<WeightedTarget> targets, int[] schedule) : LoadBalancer(targets)
{
    // 64 bits never run out: a cursor that began anew would cut a round short.
    private long _cursor = -1;

    public override int Pick() => schedule[(int)(Interlocked.Increment(ref _cursor) % schedule.Length)];
}

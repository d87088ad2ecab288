using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>Goes round a fixed schedule: every run of its length gives each target exactly its turns, however many ask at once.</summary>
internal sealed class ScheduleBalancer(IReadOnlyList<WeightedTarget> targets, int[] schedule) : Balancer(targets)
{
    private int _cursor = -1;

    // After 2^32 turns the cursor begins anew, which may cut one round short.
    public override Target Pick() => All[schedule[(uint)Interlocked.Increment(ref _cursor) % (uint)schedule.Length]];
}

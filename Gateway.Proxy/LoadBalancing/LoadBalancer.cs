using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>Chooses among a fixed set of available targets. A change of availability creates a new balancer.</summary>
internal abstract class LoadBalancer(IReadOnlyList<WeightedTarget> targets)
{
    public static LoadBalancer Empty { get; } = new RandomBalancer([]);

    public static LoadBalancer For(LoadBalancingPolicy policy, IReadOnlyList<WeightedTarget> targets) => (policy, targets.Count) switch
    {
        (_, 0) => Empty,
        (_, 1) => new RandomBalancer(targets),
        (LoadBalancingPolicy.RoundRobin, _) => new ScheduleBalancer(targets, [.. Enumerable.Range(0, targets.Count)]),
        (LoadBalancingPolicy.Weighted, _) => new ScheduleBalancer(targets, SmoothWeightedSchedule.Of([.. targets.Select(target => target.Weight)])),
        (LoadBalancingPolicy.LeastRequests, _) => new LeastRequestsBalancer(targets),
        (LoadBalancingPolicy.PowerOfTwoChoices, _) => new PowerOfTwoChoicesBalancer(targets),
        _ => new RandomBalancer(targets),
    };

    public IReadOnlyList<WeightedTarget> Targets => targets;

    protected Target[] All { get; } = [.. targets.Select(target => target.Target)];

    /// <summary>The index of the target for the next request. The set must not be empty.</summary>
    public abstract int Pick();

    /// <summary>The index of another target for a retry, at random by weight, without advancing the schedule; -1 when all were tried.</summary>
    public int PickExcluding(ReadOnlySpan<Target> tried)
    {
        var total = 0;
        foreach (var candidate in targets)
            total += tried.Contains(candidate.Target) ? 0 : candidate.Weight;

        var draw = total == 0 ? 0 : Random.Shared.Next(total);
        for (var i = 0; i < targets.Count; i++)
        {
            if (tried.Contains(targets[i].Target))
                continue;
            draw -= targets[i].Weight;
            if (draw < 0)
                return i;
        }

        return -1;
    }
}

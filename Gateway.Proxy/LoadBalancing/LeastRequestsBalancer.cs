using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>The target with the fewest requests in flight; among equals each in turn.</summary>
internal sealed class LeastRequestsBalancer(IReadOnlyList<WeightedTarget> targets) : Balancer(targets)
{
    private long _cursor = -1;

    public override Target Pick()
    {
        var first = (int)(Interlocked.Increment(ref _cursor) % All.Length);
        var best = All[first];
        for (var i = 1; i < All.Length; i++)
        {
            var candidate = All[(first + i) % All.Length];
            if (candidate.InFlight < best.InFlight)
                best = candidate;
        }

        return best;
    }
}

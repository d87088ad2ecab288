using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>The target with the fewest requests in flight; among equals each in turn.</summary>
internal sealed class LeastRequestsBalancer(IReadOnlyList<WeightedTarget> targets) : Balancer(targets)
{
    private int _cursor = -1;

    public override Target Pick()
    {
        var first = (uint)Interlocked.Increment(ref _cursor) % (uint)All.Length;
        var best = All[first];
        for (uint i = 1; i < All.Length; i++)
        {
            var candidate = All[(first + i) % (uint)All.Length];
            if (candidate.InFlight < best.InFlight)
                best = candidate;
        }

        return best;
    }
}

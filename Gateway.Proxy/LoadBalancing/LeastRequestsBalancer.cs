using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>The target with the fewest requests in flight; among equals any, each as likely as another.</summary>
internal sealed class LeastRequestsBalancer(IReadOnlyList<WeightedTarget> targets) : Balancer(targets)
{
    public override Target Pick()
    {
        var best = All[0];
        var (fewest, equals) = (best.InFlight, 1);
        for (var i = 1; i < All.Length; i++)
        {
            var inFlight = All[i].InFlight;
            equals = inFlight < fewest ? 1 : inFlight == fewest ? equals + 1 : equals;
            if (inFlight < fewest || (inFlight == fewest && Random.Shared.Next(equals) == 0))
                (best, fewest) = (All[i], inFlight);
        }

        return best;
    }
}

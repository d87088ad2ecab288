namespace Gateway.Proxy.LoadBalancing;

/// <summary>The target with the fewest requests in flight; ties are broken at random.</summary>
internal sealed class LeastRequestsBalancer(IReadOnlyList<WeightedTarget> targets) : LoadBalancer(targets)
{
    public override int Pick()
    {
        var (best, fewest, equals) = (0, All[0].InFlight, 1);
        for (var i = 1; i < All.Length; i++)
        {
            var inFlight = All[i].InFlight;
            equals = inFlight < fewest ? 1 : inFlight == fewest ? equals + 1 : equals;
            if (inFlight < fewest || (inFlight == fewest && Random.Shared.Next(equals) == 0))
                (best, fewest) = (i, inFlight);
        }

        return best;
    }
}

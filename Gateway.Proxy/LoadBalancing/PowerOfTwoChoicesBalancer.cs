namespace Gateway.Proxy.LoadBalancing;

/// <summary>The one of two different random targets with fewer requests in flight.</summary>
internal sealed class PowerOfTwoChoicesBalancer(IReadOnlyList<WeightedTarget> targets) : LoadBalancer(targets)
{
    public override int Pick()
    {
        var first = Random.Shared.Next(All.Length);
        var second = Random.Shared.Next(All.Length - 1);
        if (second >= first)
            second++;
        return All[first].InFlight <= All[second].InFlight ? first : second;
    }
}

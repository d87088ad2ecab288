namespace Gateway.Proxy.LoadBalancing;

/// <summary>A target at random, with equal probability.</summary>
internal sealed class RandomBalancer(IReadOnlyList<WeightedTarget> targets) : LoadBalancer(targets)
{
    public override int Pick() => All.Length == 1 ? 0 : Random.Shared.Next(All.Length);
}

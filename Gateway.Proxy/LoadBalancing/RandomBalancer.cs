namespace Gateway.Proxy.LoadBalancing;

/// <summary>Any target, each as likely as another.</summary>
internal sealed class RandomBalancer(IReadOnlyList<WeightedTarget> targets) : LoadBalancer(targets)
{
    public override int Pick() => All.Length == 1 ? 0 : Random.Shared.Next(All.Length);
}

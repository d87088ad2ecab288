using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>Any target, each as likely as another.</summary>
internal sealed class RandomBalancer(IReadOnlyList<WeightedTarget> targets) : Balancer(targets)
{
    public override Target Pick() => All.Length == 1 ? All[0] : All[Random.Shared.Next(All.Length)];
}

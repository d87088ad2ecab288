using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>A target and its share of the traffic. The weight belongs to the route: changing it keeps the target's state.</summary>
internal readonly record struct WeightedTarget(Target Target, int Weight);

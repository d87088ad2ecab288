using Gateway.Proxy.Targets;

namespace Gateway.Proxy.LoadBalancing;

/// <summary>A target and its part of the traffic. The weight is the route's: changing it keeps the target's state.</summary>
internal readonly record struct WeightedTarget(Target Target, int Weight);

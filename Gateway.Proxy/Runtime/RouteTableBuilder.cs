using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Runtime;

/// <summary>Makes the table that is to come into force. Touches nothing that is in force.</summary>
internal sealed class RouteTableBuilder(AccessPolicies policies, TimeProvider time)
{
    /// <summary>The table of these routes; a route that says the same as one before is that one.</summary>
    /// <param name="routes">The routes, which were checked.</param>
    /// <param name="before">The table in force.</param>
    /// <param name="targets">Finds and makes their targets.</param>
    public RouteTable Build(IReadOnlyList<GatewayRoute> routes, RouteTable before, TargetRegistry.Change targets)
    {
        var known = before.Routes.ToDictionary(state => state.Fingerprint);
        return new(before.Version + 1, time.GetUtcNow(), [.. routes.Select(route => known.GetValueOrDefault(RouteFingerprint.Of(route)) ?? Create(route, targets))]);
    }

    /// <summary>A route at work, with its targets and its access policies.</summary>
    public RouteRuntime Create(GatewayRoute route, TargetRegistry.Change targets) =>
        new(route, [.. route.Targets.Select(target => new WeightedTarget(targets.Get(route.KeyOf(target)), target.Weight))], policies.For(route), time);
}

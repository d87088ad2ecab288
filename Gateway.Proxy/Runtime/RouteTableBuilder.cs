using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Runtime;

/// <summary>Builds the next table, without touching anything in force.</summary>
internal sealed class RouteTableBuilder(AccessPolicies policies, TimeProvider time)
{
    /// <summary>Builds the table of these routes; a route with unchanged settings is reused.</summary>
    /// <param name="routes">The routes, which were checked.</param>
    /// <param name="before">The table in force.</param>
    /// <param name="targets">Finds and makes their targets.</param>
    public RouteTable Build(IReadOnlyList<GatewayRoute> routes, RouteTable before, TargetRegistry.Change targets)
    {
        var known = before.Routes.ToDictionary(state => state.Fingerprint);
        return new(before.Version + 1, time.GetUtcNow(), [.. routes.Select(route => known.GetValueOrDefault(RouteFingerprint.Of(route)) ?? Create(route, targets))]);
    }

    /// <summary>An active route, with its targets and its access policies.</summary>
    public RouteRuntime Create(GatewayRoute route, TargetRegistry.Change targets) =>
        new(route, [.. route.Targets.Select(target => new WeightedTarget(targets.Get(route.KeyOf(target)), target.Weight))], policies.For(route), time);
}

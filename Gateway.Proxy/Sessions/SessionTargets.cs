using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Sessions;

/// <summary>A fixed set of targets and endpoints, of which each session has one: among targets by their names and weights, among a target's endpoints by their addresses.</summary>
internal sealed class SessionTargets
{
    private readonly Node[] _nodes;

    /// <param name="targets">The targets, whose weights are above 0, and their endpoints; those without an endpoint do not count.</param>
    public SessionTargets(IEnumerable<(WeightedTarget Target, UpstreamEndpoint[] Endpoints)> targets) => _nodes =
    [
        .. from target in targets
           where target.Endpoints.Length > 0
           let hashes = target.Endpoints.Select(endpoint => Rendezvous.HashOf(endpoint.Prefix))
           select new Node(Rendezvous.HashOf(target.Target.Target.Name), target.Target.Weight, target.Endpoints, [.. hashes]),
    ];

    /// <summary>The session's endpoint: of the nearest target of which none was tried, else an endpoint that was not tried, else the session's own; null when there is none.</summary>
    /// <param name="session">The hash of the session.</param>
    /// <param name="tried">Endpoints to avoid unless there is no other.</param>
    public UpstreamEndpoint? Choose(ulong session, ReadOnlySpan<UpstreamEndpoint> tried)
    {
        var (best, fewest, nearest) = (-1, Tried.Wholly, double.PositiveInfinity);
        for (var i = 0; i < _nodes.Length; i++)
        {
            ref readonly var node = ref _nodes[i];
            var state = StateOf(node.Endpoints, tried);
            if (state > fewest)
                continue;
            var distance = Rendezvous.Distance(session, node.Hash, node.Weight);
            if (state < fewest || distance < nearest)
                (best, fewest, nearest) = (i, state, distance);
        }

        return best < 0 ? null : Choose(_nodes[best], session, fewest == Tried.Wholly ? [] : tried);
    }

    private static UpstreamEndpoint? Choose(in Node node, ulong session, ReadOnlySpan<UpstreamEndpoint> tried)
    {
        var endpoints = node.Endpoints;
        if (endpoints.Length == 1)
            return endpoints[0];
        UpstreamEndpoint? best = null;
        var highest = 0UL;
        for (var i = 0; i < endpoints.Length; i++)
        {
            if (tried.Contains(endpoints[i]))
                continue;
            var rank = Rendezvous.Combine(session, node.Hashes[i]);
            if (best is null || rank > highest)
                (best, highest) = (endpoints[i], rank);
        }

        return best;
    }

    private static Tried StateOf(UpstreamEndpoint[] endpoints, ReadOnlySpan<UpstreamEndpoint> tried)
    {
        if (tried.IsEmpty)
            return Tried.Not;
        var left = endpoints.Length;
        var isTried = false;
        foreach (var endpoint in tried)
            isTried |= endpoint.Target == endpoints[0].Target;
        foreach (var endpoint in endpoints)
            left -= tried.Contains(endpoint) ? 1 : 0;
        return !isTried ? Tried.Not : left > 0 ? Tried.Partly : Tried.Wholly;
    }

    private enum Tried
    {
        Not,
        Partly,
        Wholly,
    }

    private readonly record struct Node(ulong Hash, int Weight, UpstreamEndpoint[] Endpoints, ulong[] Hashes);
}

using Gateway.Proxy.Configuration;
using Gateway.Proxy.Server;
using Microsoft.AspNetCore.Routing.Matching;

namespace Gateway.Proxy.Endpoints;

/// <summary>Makes routing select endpoints by port: the management port serves only own endpoints, other ports serve everything except the own endpoints that are not public.</summary>
internal sealed class PortPolicy(ManagementSettings management, Live<EndpointSettings> endpoints) : MatcherPolicy, INodeBuilderPolicy, IEndpointSelectorPolicy
{
    // Runs before HttpMethodMatcherPolicy: an endpoint of another port must not cause 405.
    public override int Order => -2000;

    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => !ContainsDynamicEndpoints(endpoints) && Applies(endpoints);

    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => ContainsDynamicEndpoints(endpoints) && Applies(endpoints);

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        Endpoint[] own = [.. endpoints.Where(endpoint => endpoint.Own() is not null)];
        Endpoint[] others = [.. endpoints.Where(endpoint => endpoint.Own() is null)];
        List<PolicyNodeEdge> edges = [];
        if (others.Length > 0)
            edges.Add(new(Edge.Others, others));
        if (own.Length > 0)
        {
            edges.Add(new(Edge.Own, own));

            // Own endpoints have no path in common, so checking one candidate is enough.
            edges.Add(new(own[0].Own()!, [.. endpoints.Where(endpoint => endpoint.Own() is null || !ReplacedEndpoints.Holds(endpoint, others))]));
        }

        return edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges)
    {
        OwnEndpoint? own = null;
        var (management, all, others) = (exitDestination, exitDestination, exitDestination);
        foreach (var edge in edges)
        {
            switch (edge.State)
            {
                case OwnEndpoint endpoint:
                    (own, all) = (endpoint, edge.Destination);
                    break;
                case Edge.Own:
                    management = edge.Destination;
                    break;
                default:
                    others = edge.Destination;
                    break;
            }
        }

        return new JumpTable(this, own, management, all, others);
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var isManagement = IsManagement(httpContext);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!(candidates[i].Endpoint.Own() is { } own ? isManagement || Serves(own) && !IsReplaced(candidates, i) : !isManagement))
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }

    private bool Applies(IReadOnlyList<Endpoint> endpoints) => management.Port is not null || endpoints.Any(endpoint => endpoint.Own() is not null);

    private static bool IsReplaced(CandidateSet candidates, int own) =>
        ReplacedEndpoints.Holds(candidates[own].Endpoint, Enumerable.Range(0, candidates.Count).Select(i => candidates[i].Endpoint));

    private bool IsManagement(HttpContext context) => management.Has(context.Connection);

    private bool Serves(OwnEndpoint own) => endpoints.Current.Serves(own, management);

    private enum Edge
    {
        /// <summary>The edge for the management port.</summary>
        Own,

        /// <summary>The edge for public ports that do not serve the own endpoint of the path.</summary>
        Others,
    }

    // Reads the settings for each request, so that a change needs no new jump table.
    private sealed class JumpTable(PortPolicy policy, OwnEndpoint? own, int management, int all, int others) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) =>
            policy.IsManagement(httpContext) ? management
            : own is { } endpoint && policy.Serves(endpoint) ? all
            : others;
    }
}

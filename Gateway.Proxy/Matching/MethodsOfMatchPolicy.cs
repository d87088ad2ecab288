using Microsoft.AspNetCore.Routing.Matching;

namespace Gateway.Proxy.Matching;

/// <summary>Leaves out the methods of which no route fits before routing looks at the method, so that they count neither for 405 nor in its <c>Allow</c>.</summary>
/// <remarks>It also holds the order of routes, which must come before the framework's own (routes with methods first).</remarks>
internal sealed class MethodsOfMatchPolicy : MatcherPolicy, INodeBuilderPolicy, IEndpointComparerPolicy
{
    // There is an edge for each combination. Beyond this a method may get 405 instead of 404.
    private const int MostGroups = 6;

    // Between PortPolicy and HttpMethodMatcherPolicy (-1000).
    public override int Order => -1500;

    public IComparer<Endpoint> Comparer { get; } = new MatchPriority();

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        !ContainsDynamicEndpoints(endpoints)
        && endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<RequestMatcher>() is not null)
        && endpoints.Any(endpoint => MethodsOf(endpoint).Length > 0)
        && Conditional(endpoints).Length > 0;

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        var groups = Conditional(endpoints);
        var matchers = Array.ConvertAll(groups, group => Array.ConvertAll([.. group], endpoint => endpoint.Metadata.GetMetadata<RequestMatcher>()!));
        List<PolicyNodeEdge> edges = [];
        for (var fitting = 0; fitting < 1 << groups.Length; fitting++)
        {
            var gone = groups.Where((_, i) => (fitting & 1 << i) == 0).SelectMany(group => group).ToHashSet();
            Endpoint[] left = [.. endpoints.Where(endpoint => !gone.Contains(endpoint))];
            if (left.Length > 0)
                edges.Add(new(new Edge(fitting, matchers), left));
        }

        return edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges)
    {
        var groups = ((Edge)edges[0].State).Groups;
        var destinations = new int[1 << groups.Length];
        Array.Fill(destinations, exitDestination);
        foreach (var edge in edges)
            destinations[((Edge)edge.State).Fitting] = edge.Destination;
        return new JumpTable(groups, destinations);
    }

    /// <summary>The endpoints by their methods, where each has conditions.</summary>
    private static IGrouping<string, Endpoint>[] Conditional(IReadOnlyList<Endpoint> endpoints) =>
    [
        .. endpoints.GroupBy(MethodsOf, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.All(endpoint => endpoint.Metadata.GetMetadata<RequestMatcher>() is not null)).Take(MostGroups),
    ];

    private static string MethodsOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods.Count: > 0 } metadata
            ? $"{string.Join(' ', metadata.HttpMethods.Order(StringComparer.OrdinalIgnoreCase))} {metadata.AcceptCorsPreflight}"
            : string.Empty;

    private sealed record Edge(int Fitting, RequestMatcher[][] Groups);

    private sealed class JumpTable(RequestMatcher[][] groups, int[] destinations) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext)
        {
            RequestFields fields = new(httpContext);
            var fitting = 0;
            for (var i = 0; i < groups.Length; i++)
            {
                if (FitsAny(groups[i], ref fields))
                    fitting |= 1 << i;
            }

            return destinations[fitting];
        }

        private static bool FitsAny(RequestMatcher[] matchers, ref RequestFields fields)
        {
            foreach (var matcher in matchers)
            {
                if (matcher.Fits(ref fields))
                    return true;
            }

            return false;
        }
    }
}

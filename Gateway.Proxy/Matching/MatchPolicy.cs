using Gateway.Proxy.Endpoints;
using Gateway.Proxy.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace Gateway.Proxy.Matching;

/// <summary>Makes routing select among the routes of a path by their <c>Match</c>. Endpoints of the application stay as they are.</summary>
/// <remarks>
/// Routing's own state machine does it: a path has an edge for each route with conditions, to the first of which fits the request goes, and one for
/// the rest. So routing never prepares more candidates than without conditions. A route with a constraint such as <c>{id:int}</c> may still not
/// match, so the routes behind it stay candidates; their conditions are looked at then.
/// </remarks>
/// <param name="mayBeChanged">Whether a request may have other fields than the received ones.</param>
internal sealed class MatchPolicy(bool mayBeChanged) : MatcherPolicy, INodeBuilderPolicy, IEndpointSelectorPolicy
{
    // After HttpMethodMatcherPolicy (-1000): all endpoints of a node accept the request's method.
    public override int Order => -500;

    bool INodeBuilderPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        !ContainsDynamicEndpoints(endpoints) && endpoints.TakeWhile(endpoint => !IsLast(endpoint)).Any(endpoint => MatcherOf(endpoint) is not null);

    bool IEndpointSelectorPolicy.AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<Undecided>() is not null)
        || (ContainsDynamicEndpoints(endpoints) && endpoints.Any(endpoint => MatcherOf(endpoint) is not null));

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints)
    {
        List<PolicyNodeEdge> edges = [];
        List<Endpoint> unconditional = [];

        // Shared by the edges: they would be as many as pairs of routes.
        var undecided = new Endpoint?[endpoints.Count];
        for (var i = 0; i < endpoints.Count; i++)
        {
            var endpoint = endpoints[i];
            if (MatcherOf(endpoint) is { } matcher)
            {
                edges.Add(new(new Edge(edges.Count, matcher), [.. unconditional, endpoint, .. Behind(endpoints, i, undecided)]));
                continue;
            }

            unconditional.Add(endpoint);
            if (IsLast(endpoint))
                break;
        }

        if (unconditional.Count > 0)
            edges.Add(new(new Edge(edges.Count, null), unconditional));
        return edges;
    }

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges)
    {
        var ordered = edges.Select(edge => ((Edge)edge.State, edge.Destination)).OrderBy(edge => edge.Item1.Position).ToArray();
        var rest = ordered is [.., ({ Matcher: null }, var destination)] ? destination : exitDestination;
        var conditional = Array.FindAll(ordered, edge => edge.Item1.Matcher is not null);
        return new JumpTable(this, new(Array.ConvertAll(conditional, edge => edge.Item1.Matcher!)), Array.ConvertAll(conditional, edge => edge.Destination), rest);
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var fields = FieldsOf(httpContext);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i) && MatcherOf(candidates[i].Endpoint) is { } matcher && !matcher.Fits(ref fields))
                candidates.SetValidity(i, false);
        }

        return Task.CompletedTask;
    }

    private RequestFields FieldsOf(HttpContext context) => new(context, mayBeChanged ? ReceivedConnection.Behind(context) : null);

    /// <summary>What may still be selected when a route whose conditions fit does not match.</summary>
    private static IEnumerable<Endpoint> Behind(IReadOnlyList<Endpoint> endpoints, int position, Endpoint?[] undecided)
    {
        var first = (RouteEndpoint)endpoints[position];
        if (Matches(first))
            yield break;
        for (var i = position + 1; i < endpoints.Count; i++)
        {
            var endpoint = endpoints[i];
            if (MatcherOf(endpoint) is null)
                yield return endpoint;
            else if (((RouteEndpoint)endpoint).RoutePattern.RawText != first.RoutePattern.RawText)
                yield return undecided[i] ??= Undecided.Of((RouteEndpoint)endpoint);
            if (IsLast(endpoint))
                yield break;
        }
    }

    private static RequestMatcher? MatcherOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<RequestMatcher>();

    /// <summary>Whether nothing behind it can be selected.</summary>
    private static bool IsLast(Endpoint endpoint) => MatcherOf(endpoint) is null && Matches(endpoint);

    /// <summary>Whether a route matches every path that has come this far.</summary>
    private static bool Matches(Endpoint endpoint) =>
        endpoint is RouteEndpoint { RoutePattern: { ParameterPolicies.Count: 0 } pattern }
        && endpoint.Metadata.GetMetadata<OwnRoutes.IMark>() is not null && pattern.PathSegments.All(segment => segment.IsSimple);

    private sealed record Edge(int Position, RequestMatcher? Matcher);

    private sealed class JumpTable(MatchPolicy policy, MatcherList matchers, int[] destinations, int rest) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext)
        {
            var fields = policy.FieldsOf(httpContext);
            return matchers.FirstFit(ref fields) is >= 0 and var first ? destinations[first] : rest;
        }
    }

    /// <summary>Marks a candidate whose conditions were not looked at yet.</summary>
    private sealed class Undecided
    {
        private static readonly Undecided Mark = new();

        public static RouteEndpoint Of(RouteEndpoint endpoint) =>
            new(endpoint.RequestDelegate!, endpoint.RoutePattern, endpoint.Order, new([.. endpoint.Metadata, Mark]), endpoint.DisplayName);
    }
}

using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Matching;
using Microsoft.AspNetCore.Routing.Matching;

namespace Gateway.Proxy.Runtime;

/// <summary>Resolves an ambiguous match (<c>{id:int}</c> and <c>{number:long}</c>): the first route is selected instead of an AmbiguousMatchException.</summary>
internal sealed class FirstMatchTieBreaker(GatewayRoutes gateway) : MatcherPolicy, IEndpointSelectorPolicy
{
    // Runs after HttpMethodMatcherPolicy and all other policies.
    public override int Order => int.MaxValue - 100;

    // Rarely true, so that most requests skip this policy. Between routes with conditions MatchPriority decides.
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<RouteRuntime>() is not null && endpoint.Metadata.GetMetadata<RequestMatcher>() is null)
        .GroupBy(endpoint => (endpoint.Order, endpoint.RoutePattern.InboundPrecedence))
        .Any(group => group.Count() > 1);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var (best, bestPosition) = (-1, int.MaxValue);
        var routes = gateway.Table.Routes;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!candidates.IsValidCandidate(i) || candidates[i].Endpoint.Metadata.GetMetadata<RouteRuntime>() is not { } state)
                continue;
            if (best >= 0 && candidates[i].Score != candidates[best].Score)
                break;

            var position = PositionOf(state, routes);
            if (best >= 0)
                candidates.SetValidity(position < bestPosition ? best : i, false);
            if (position < bestPosition)
                (best, bestPosition) = (i, position);
        }

        return Task.CompletedTask;
    }

    private static int PositionOf(RouteRuntime state, IReadOnlyList<RouteRuntime> routes)
    {
        for (var i = 0; i < routes.Count; i++)
        {
            if (ReferenceEquals(routes[i], state))
                return i;
        }

        // A route of the previous table: order it after the current ones.
        return int.MaxValue - 1;
    }
}

using Gateway.Proxy.Access;
using Gateway.Proxy.Access.Cors;
using Gateway.Proxy.Access.RateLimits;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Routes;

namespace Gateway.Proxy.Forwarding;

/// <summary>Makes the gates of a route, in the order in which a request meets them.</summary>
internal sealed class RouteGates(ProblemWriter problems, SigningKeys keys, RateLimiters limiters)
{
    public IRouteGate[] For(GatewayRoute route)
    {
        List<IRouteGate> gates = [];
        if (route.Cors is { Enabled: true } cors)
            gates.Add(new CorsGate(cors, route.Methods));

        // By address before the token, so that guessing tokens is limited too; by claim only when there is one.
        if (route.RateLimit is { Permits: > 0, Claim: null })
            gates.Add(RateLimit(route));
        if (route.Authorization.IsRequired)
            gates.Add(new TokenGate(route.Authorization, keys.For(route.Authorization), problems));
        if (route.RateLimit is { Permits: > 0, Claim: not null })
            gates.Add(RateLimit(route));
        return [.. gates];
    }

    private RateLimitGate RateLimit(GatewayRoute route) => new(route.RateLimit.Claim, limiters.For(route.Name, route.RateLimit), problems);
}

using Gateway.Proxy.Access;
using Gateway.Proxy.Access.Cors;
using Gateway.Proxy.Access.RateLimits;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Errors;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Forwarding;

/// <summary>Creates the access policies of a route, in the order in which they run.</summary>
internal sealed class AccessPolicies(ProblemWriter problems, SigningKeys keys, RateLimiters limiters, ClientAddress clients, ILogger<TokenPolicy> tokenLog)
{
    public IAccessPolicy[] For(GatewayRoute route)
    {
        List<IAccessPolicy> policies = [];
        if (route.Cors is { Enabled: true } cors)
            policies.Add(new CorsPolicy(cors, route.Methods));

        // The limit by address runs before the token check, so that it also limits guessing of tokens; the limit by claim needs a validated token.
        if (route.RateLimit is { Permits: > 0, Claim: null })
            policies.Add(RateLimit(route));
        if (route.Authorization.IsRequired)
            policies.Add(new TokenPolicy(route.Authorization, keys.For(route.Authorization), problems, tokenLog));
        if (route.RateLimit is { Permits: > 0, Claim: not null })
            policies.Add(RateLimit(route));
        return [.. policies];
    }

    private RateLimitPolicy RateLimit(GatewayRoute route) => new(route.RateLimit.Claim, limiters.For(route.Name, route.RateLimit), clients, problems);
}

using System.Security.Claims;
using Gateway.Proxy.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>Asks for a bearer token (RFC 6750): 401 without a valid one, 403 without the scopes. The token goes on to the upstream.</summary>
internal sealed class TokenGate : IRouteGate
{
    private const string Scheme = "Bearer ";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;
    private readonly TokenSettings _settings;
    private readonly ProblemWriter _problems;

    public TokenGate(TokenSettings settings, SigningKeys keys, ProblemWriter problems)
    {
        _settings = settings;
        _problems = problems;
        _parameters = new()
        {
            ValidIssuer = settings.Issuer,
            ValidAudiences = settings.Audiences,
            ClockSkew = TimeSpan.FromSeconds(30),
            RequireSignedTokens = true,
            RequireExpirationTime = true,

            // Keys are public ones: a token signed with a shared secret, or not at all, must never pass.
            ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
        };
        keys.Use(settings, _parameters);
    }

    public async ValueTask<bool> AdmitAsync(HttpContext context, string route)
    {
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return await RefuseAsync(context, route, StatusCodes.Status401Unauthorized, "Bearer");

        var result = await _handler.ValidateTokenAsync(header[Scheme.Length..].Trim(), _parameters);
        if (!result.IsValid)
            return await RefuseAsync(context, route, StatusCodes.Status401Unauthorized, "Bearer error=\"invalid_token\"");
        if (!HasScopes(result.ClaimsIdentity))
            return await RefuseAsync(context, route, StatusCodes.Status403Forbidden, $"Bearer error=\"insufficient_scope\", scope=\"{string.Join(' ', _settings.Scopes)}\"");

        context.User = new(result.ClaimsIdentity);
        return true;
    }

    private bool HasScopes(ClaimsIdentity identity)
    {
        var granted = identity.Claims.Where(claim => claim.Type is "scope" or "scp").SelectMany(claim => claim.Value.Split(' '));
        return !_settings.Scopes.Except(granted, StringComparer.Ordinal).Any();
    }

    private async ValueTask<bool> RefuseAsync(HttpContext context, string route, int status, string challenge)
    {
        // Set when the response begins: writing a problem begins with clearing the headers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.WWWAuthenticate = challenge;
            return Task.CompletedTask;
        });
        await _problems.WriteAsync(context, ProblemKind.OfStatus(status), route);
        return false;
    }
}

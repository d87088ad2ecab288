using System.Security.Claims;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Errors;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>Requires a bearer token (RFC 6750): 401 without a valid one, 403 without the scopes, 503 when there are no keys to validate it. The token is forwarded to the upstream.</summary>
internal sealed partial class TokenPolicy(TokenSettings settings, KeyCache keys, ProblemWriter problems, ILogger<TokenPolicy> logger) : IAccessPolicy
{
    private const string Scheme = "Bearer ";
    private const string InvalidToken = "Bearer error=\"invalid_token\"";

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly string _insufficientScope = $"Bearer error=\"insufficient_scope\", scope=\"{string.Join(' ', settings.Scopes)}\"";
    private volatile Parameters _parameters = new(null, new());

    private bool IsExplained => logger.IsEnabled(LogLevel.Debug);

    public KeyStatus Keys => keys.Status;

    public async ValueTask<bool> AdmitAsync(HttpContext context, string route)
    {
        if (context.Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return await RefuseAsync(context, route, StatusCodes.Status401Unauthorized, "Bearer", TokenRefusal.Missing);

        // A malformed token, or one of another issuer, must not cause a fetch of keys.
        if (Read(header[Scheme.Length..].Trim()) is not { } token)
            return await RefuseAsync(context, route, StatusCodes.Status401Unauthorized, InvalidToken, TokenRefusal.Unreadable);
        if (token.Issuer != settings.Issuer)
            return await RefuseAsync(context, route, StatusCodes.Status401Unauthorized, InvalidToken, IsExplained ? TokenRefusal.OfIssuer(token.Issuer, settings.Issuer!) : null);
        if (await keys.GetAsync(token.Kid) is not { } known)
        {
            await problems.WriteAsync(context, ProblemKind.KeysUnavailable, route, keys.RetryAfter);
            return false;
        }

        var result = await _handler.ValidateTokenAsync(token, ParametersWith(known));
        if (!result.IsValid)
            return await RefuseAsync(context, route, StatusCodes.Status401Unauthorized, InvalidToken, IsExplained ? TokenRefusal.Of(result.Exception, token) : null);
        if (MissingScopes(result.ClaimsIdentity).Any())
            return await RefuseAsync(context, route, StatusCodes.Status403Forbidden, _insufficientScope, IsExplained ? TokenRefusal.OfScopes(MissingScopes(result.ClaimsIdentity)) : null);

        context.User = new(result.ClaimsIdentity);
        return true;
    }

    private JsonWebToken? Read(string text)
    {
        try
        {
            // A signed token (JWS) has three parts. Encrypted tokens (JWE) have five and are not supported.
            return text.AsSpan().Count('.') == 2 && _handler.CanReadToken(text) ? _handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or Microsoft.IdentityModel.Tokens.SecurityTokenException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    // ConfigurationManager is not used: it also accepts the issuer that the metadata names, and withdrawn keys.
    private TokenValidationParameters ParametersWith(KeySet known)
    {
        var parameters = _parameters;
        if (parameters.Keys != known)
        {
            _parameters = parameters = new(known, new()
            {
                ValidIssuer = settings.Issuer,
                ValidAudiences = settings.Audiences,
                ClockSkew = TimeSpan.FromSeconds(30),
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                IssuerSigningKeys = known.Keys,

                // Only asymmetric algorithms: a token that is signed with a shared secret, or unsigned, must never pass.
                ValidAlgorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
            });
        }

        return parameters.Value;
    }

    private IEnumerable<string> MissingScopes(ClaimsIdentity identity)
    {
        var granted = identity.Claims.Where(claim => claim.Type is "scope" or "scp").SelectMany(claim => claim.Value.Split(' '));
        return settings.Scopes.Except(granted, StringComparer.Ordinal);
    }

    private async ValueTask<bool> RefuseAsync(HttpContext context, string route, int status, string challenge, string? why)
    {
        if (why is not null)
            LogRefused(logger, route, status, CorrelationId.Of(context), why);

        // Set when the response starts, because writing a problem clears the headers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.WWWAuthenticate = challenge;
            return Task.CompletedTask;
        });
        await problems.WriteAsync(context, ProblemKind.OfStatus(status), route);
        return false;
    }

    [LoggerMessage(EventIds.TokenRefused, LogLevel.Debug, "Route {Route}: the client receives status {Status}, because of its token: {Why}; correlation {CorrelationId}", EventName = nameof(EventIds.TokenRefused))]
    private static partial void LogRefused(ILogger logger, string route, int status, string correlationId, string why);

    private sealed record Parameters(KeySet? Keys, TokenValidationParameters Value);
}

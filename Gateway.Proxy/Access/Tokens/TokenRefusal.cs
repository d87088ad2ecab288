using System.Globalization;
using Gateway.Proxy.Diagnostics;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>Why a token is refused, for the log. The client's text in it is quoted and truncated; the token itself is never in it.</summary>
internal static class TokenRefusal
{
    public const string Missing = "the request has no Authorization header with a bearer token";
    public const string Unreadable = "it is not a signed JWT";

    private const int Longest = 200;

    public static string OfIssuer(string issuer, string expected) => $"its issuer is {Quoted(issuer)}, Issuer is \"{expected}\"";

    public static string OfScopes(IEnumerable<string> missing) => $"it lacks the scopes {string.Join(' ', missing)}";

    public static string Of(Exception? exception, JsonWebToken token) => exception switch
    {
        SecurityTokenExpiredException expired => string.Create(CultureInfo.InvariantCulture, $"it expired at {expired.Expires:O}"),
        SecurityTokenNotYetValidException early => string.Create(CultureInfo.InvariantCulture, $"it is not valid before {early.NotBefore:O}"),
        SecurityTokenNoExpirationException => "it has no expiration time (exp)",
        SecurityTokenInvalidAudienceException => $"its audience {Quoted(string.Join(' ', token.Audiences))} is not one of Audiences",
        SecurityTokenSignatureKeyNotFoundException => $"the issuer has no key with its kid {Quoted(token.Kid)} for its alg {Quoted(token.Alg)}",
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException => $"its signature is invalid, or its alg {Quoted(token.Alg)} is not allowed",
        _ => $"it is invalid ({exception?.GetType().Name})",
    };

    private static string Quoted(string? text) => $"\"{LogText.Safe(text, Longest)}\"";
}

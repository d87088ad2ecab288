using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>The keys of <c>Authorization</c>.</summary>
internal static class TokenSettingsTable
{
    private static ScalarFormat<string> HttpUrl { get; } = new TextFormat(
        "an absolute http or https URL; http only for this machine", "^https?://", IsHttpUrl);

    /// <summary>Whether documents from this URL can be trusted: https, or http on this machine.</summary>
    public static bool IsHttpUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    public static SettingsTable<TokenSettings> Instance { get; } = new()
    {
        { "Issuer", "The issuer that a bearer token must name; absent: no token is required.", new OptionalFormat<string>(Format.NonEmptyText), s => s.Issuer, (s, v) => s with { Issuer = v } },
        { "Audiences", "Audiences of which the token must name one.", Format.ListOf(Format.NonEmptyText), s => s.Audiences, (s, v) => s with { Audiences = v } },
        { "MetadataAddress", "Where the issuer's OpenID Connect metadata is.", new OptionalFormat<string>(HttpUrl), s => s.MetadataAddress, (s, v) => s with { MetadataAddress = v } },
        { "JwksFile", "A local file of keys (JWKS) in place of metadata.", new OptionalFormat<string>(Format.NonEmptyText), s => s.JwksFile, (s, v) => s with { JwksFile = v } },
        { "Scopes", "Scopes that the token must all have.", Format.ListOf(Format.NonEmptyText), s => s.Scopes, (s, v) => s with { Scopes = v } },
    };
}

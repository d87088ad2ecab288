using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Access.Tokens;

/// <summary>The keys of <c>Authorization</c>.</summary>
internal static class TokenSettingsTable
{
    private static ScalarFormat<string> HttpUrl { get; } = new TextFormat(
        "an absolute http or https URL; http only for this machine", "^https?://", IsHttpUrl);

    /// <summary>Whether documents from this URL can be trusted: https, or http on this machine.</summary>
    public static bool IsHttpUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    public static SettingsTable<TokenSettings> Instance { get; } = new(new())
    {
        { "Issuer", "The issuer (iss) that the bearer token must have. null: no token is required.", new OptionalFormat<string>(Format.NonEmptyText), s => s.Issuer, (s, v) => s with { Issuer = v } },
        { "Audiences", "The token must have one of these audiences (aud), else 401. Required with Issuer.", Format.ListOf(Format.NonEmptyText), s => s.Audiences, (s, v) => s with { Audiences = v } },
        { "MetadataAddress", "The URL of the issuer's OpenID Connect metadata. null: the issuer's /.well-known/openid-configuration.", new OptionalFormat<string>(HttpUrl), s => s.MetadataAddress, (s, v) => s with { MetadataAddress = v } },
        { "JwksFile", "A file of keys (JWKS) that is used instead of the issuer's metadata. Reloaded when it changes. A relative path starts at the current folder.", new OptionalFormat<string>(Format.NonEmptyText), s => s.JwksFile, (s, v) => s with { JwksFile = v } },
        { "Scopes", "The token must have all of these scopes in its claim scope or scp, else 403.", Format.ListOf(Format.NonEmptyText), s => s.Scopes, (s, v) => s with { Scopes = v } },
    };
}

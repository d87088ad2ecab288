using Gateway.Proxy.Access.Cors;
using Gateway.Proxy.Access.RateLimits;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Formats;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Routes;

/// <summary>The keys of a route's <c>Cors</c>, <c>RateLimit</c>, <c>Authorization</c> and <c>Tls</c>.</summary>
internal static class AccessTables
{
    private static ScalarFormat<string> Text { get; } = new TextFormat("a text that is not empty", "^.+$", text => text.Length > 0);

    private static ScalarFormat<string> Origin { get; } = new TextFormat(
        "an origin: scheme, host and port, for example https://app.example.com", "^[A-Za-z][A-Za-z0-9+.-]*://[^/]+/?$",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.AbsolutePath is "/" or "");

    private static ScalarFormat<string> HttpUrl { get; } = new TextFormat(
        "an absolute http or https URL; http only for this machine", "^https?://", IsHttpUrl);

    /// <summary>Whether it can be asked for documents that must not be forged: https, or http on this machine.</summary>
    public static bool IsHttpUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    public static SettingsTable<CorsSettings> Cors { get; } = new()
    {
        { "Enabled", "Whether the gateway answers preflights and adds CORS headers; false turns off what is inherited.", Format.Flag, s => s.Enabled, (s, v) => s with { Enabled = v } },
        { "Origins", "Origins whose pages may call; empty: any, without credentials.", Format.ListOf(Origin), s => s.Origins, (s, v) => s with { Origins = v } },
        { "Credentials", "Whether cookies and credentials may be sent; needs Origins.", Format.Flag, s => s.Credentials, (s, v) => s with { Credentials = v } },
        { "ExposedHeaders", "Response headers that a page's script may read.", Format.ListOf(Format.EditableHeader), s => s.ExposedHeaders, (s, v) => s with { ExposedHeaders = v } },
        { "MaxAge", "How long a browser may remember a preflight's answer.", Format.Duration(TimeSpan.Zero, TimeSpan.FromDays(1)), s => s.MaxAge, (s, v) => s with { MaxAge = v } },
    };

    public static SettingsTable<RateLimitSettings> RateLimit { get; } = new()
    {
        { "Permits", "Requests of one client within Window; 0: no limit.", Format.Integer(0, 1_000_000), s => s.Permits, (s, v) => s with { Permits = v } },
        { "Window", "The window, which slides by its tenth.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.Window, (s, v) => s with { Window = v } },
        { "Claim", "The token's claim that tells clients apart; absent: the client's address.", new OptionalFormat<string>(Text), s => s.Claim, (s, v) => s with { Claim = v } },
    };

    public static SettingsTable<TokenSettings> Authorization { get; } = new()
    {
        { "Issuer", "The issuer that a bearer token must name; absent: no token is asked for.", new OptionalFormat<string>(Text), s => s.Issuer, (s, v) => s with { Issuer = v } },
        { "Audiences", "Audiences of which the token must name one.", Format.ListOf(Text), s => s.Audiences, (s, v) => s with { Audiences = v } },
        { "MetadataAddress", "Where the issuer's OpenID Connect metadata is.", new OptionalFormat<string>(HttpUrl), s => s.MetadataAddress, (s, v) => s with { MetadataAddress = v } },
        { "JwksFile", "A local file of keys (JWKS) in place of metadata.", new OptionalFormat<string>(Text), s => s.JwksFile, (s, v) => s with { JwksFile = v } },
        { "Scopes", "Scopes that the token must all have.", Format.ListOf(Text), s => s.Scopes, (s, v) => s with { Scopes = v } },
    };

    public static SettingsTable<UpstreamTls> Tls { get; } = new()
    {
        { "CaFile", "A PEM file of authorities that are trusted in place of the machine's.", new OptionalFormat<string>(Text), s => s.CaFile, (s, v) => s with { CaFile = v } },
    };
}

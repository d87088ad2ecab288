using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Access.Cors;

/// <summary>The keys of <c>Cors</c>.</summary>
internal static class CorsSettingsTable
{
    private static ScalarFormat<string> Origin { get; } = new TextFormat(
        "an origin: scheme, host and port, for example https://app.example.com", "^[A-Za-z][A-Za-z0-9+.-]*://[^/]+/?$",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.AbsolutePath is "/" or "");

    public static SettingsTable<CorsSettings> Instance { get; } = new(new())
    {
        { "Enabled", "Whether the gateway responds to preflight requests and adds CORS headers. false turns off an inherited section.", Format.Flag, s => s.Enabled, (s, v) => s with { Enabled = v } },
        { "Origins", "The origins whose pages may call the route. Empty: any origin, without credentials.", Format.ListOf(Origin), s => s.Origins, (s, v) => s with { Origins = v } },
        { "Credentials", "Whether pages may send cookies and credentials. Needs Origins.", Format.Flag, s => s.Credentials, (s, v) => s with { Credentials = v } },
        { "ExposedHeaders", "The response headers that a page's script may read.", Format.ListOf(Format.EditableHeader), s => s.ExposedHeaders, (s, v) => s with { ExposedHeaders = v } },
        { "MaxAge", "How long a browser may cache the response to a preflight request.", Format.Duration(TimeSpan.Zero, TimeSpan.FromDays(1)), s => s.MaxAge, (s, v) => s with { MaxAge = v } },
    };
}

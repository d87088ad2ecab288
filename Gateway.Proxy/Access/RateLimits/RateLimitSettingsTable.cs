using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>The keys of <c>RateLimit</c>.</summary>
internal static class RateLimitSettingsTable
{
    public static SettingsTable<RateLimitSettings> Instance { get; } = new()
    {
        { "Permits", "Requests of one client within Window; 0: no limit.", Format.Integer(0, 1_000_000), s => s.Permits, (s, v) => s with { Permits = v } },
        { "Window", "The window, which slides by its tenth.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.Window, (s, v) => s with { Window = v } },
        { "Claim", "The token's claim that identifies a client; absent: the client's address.", new OptionalFormat<string>(Format.NonEmptyText), s => s.Claim, (s, v) => s with { Claim = v } },
    };
}

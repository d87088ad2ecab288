using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>The keys of <c>RateLimit</c>.</summary>
internal static class RateLimitSettingsTable
{
    public static SettingsTable<RateLimitSettings> Instance { get; } = new(new())
    {
        { "Permits", "The requests of one client within Window. 0: no limit. Exceeded: 429 with Retry-After.", Format.Integer(0, 1_000_000), s => s.Permits, (s, v) => s with { Permits = v } },
        { "Window", "The time over which Permits is counted. It slides in steps of a tenth.", Format.Duration(TimeSpan.FromSeconds(0.1), TimeSpan.FromDays(1)), s => s.Window, (s, v) => s with { Window = v } },
        { "Claim", "The claim of the bearer token that identifies a client. null: the client's address (IPv6: its /64 network).", new OptionalFormat<string>(Format.NonEmptyText), s => s.Claim, (s, v) => s with { Claim = v } },
    };
}

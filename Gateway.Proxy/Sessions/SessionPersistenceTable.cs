using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Sessions;

/// <summary>The keys of <c>SessionPersistence</c>.</summary>
internal static class SessionPersistenceTable
{
    public static SettingsTable<SessionPersistenceSettings> Instance { get; } = new(new())
    {
        { "Type", "Where a request says which session it belongs to: a cookie of the gateway, a request header, or a claim of the bearer token.", Format.Choice<SessionPersistenceType>(), s => s.Type, (s, v) => s with { Type = v } },
        { "SessionName", "The name of the cookie, header or claim. null: for a cookie, gw- and the route's name; a header and a claim need a name.", new OptionalFormat<string>(Format.NonEmptyText), s => s.SessionName, (s, v) => s with { SessionName = v } },
        { "LifetimeType", "How long a client keeps the cookie. Session: until the browser ends; Permanent: for AbsoluteTimeout.", Format.Choice<SessionLifetimeType>(), s => s.LifetimeType, (s, v) => s with { LifetimeType = v } },
        { "AbsoluteTimeout", "The Max-Age of a permanent cookie, from when it was issued.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(400)), s => s.AbsoluteTimeout, (s, v) => s with { AbsoluteTimeout = v } },
    };
}

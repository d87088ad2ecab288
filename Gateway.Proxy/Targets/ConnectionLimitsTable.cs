using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Targets;

/// <summary>The keys of <c>Connections</c>.</summary>
internal static class ConnectionLimitsTable
{
    public static SettingsTable<ConnectionLimits> Instance { get; } = new()
    {
        { "Max", "The maximum number of concurrent requests to one target; unlimited unless set.", Format.Optional(Format.Integer(1, 1_000_000)), s => s.Max, (s, v) => s with { Max = v } },
        { "MaxIdle", "Idle connections kept for one target; unlimited unless set.", Format.Optional(Format.Integer(0, 1_000_000)), s => s.MaxIdle, (s, v) => s with { MaxIdle = v } },
        { "IdleTimeout", "How long an idle connection is kept.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.IdleTimeout, (s, v) => s with { IdleTimeout = v } },
        { "Lifetime", "The maximum age of a connection; a new one resolves DNS again.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.Lifetime, (s, v) => s with { Lifetime = v } },
        { "MaxPerClient", "The maximum number of concurrent requests of one client address to the target; unlimited unless set.", Format.Optional(Format.Integer(1, 1_000_000)), s => s.MaxPerClient, (s, v) => s with { MaxPerClient = v } },
    };
}

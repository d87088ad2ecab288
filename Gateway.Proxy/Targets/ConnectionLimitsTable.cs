using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Targets;

/// <summary>The keys of <c>Connections</c>.</summary>
internal static class ConnectionLimitsTable
{
    public static SettingsTable<ConnectionLimits> Instance { get; } = new(new())
    {
        { "Max", "The most concurrent requests to one target. Others wait for Timeouts.Pool. null: no limit.", Format.Optional(Format.Integer(1, 1_000_000)), s => s.Max, (s, v) => s with { Max = v } },
        { "MaxIdle", "The most idle connections that are kept for one target. null: no limit.", Format.Optional(Format.Integer(0, 1_000_000)), s => s.MaxIdle, (s, v) => s with { MaxIdle = v } },
        { "IdleTimeout", "How long an idle connection to a target is kept.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.IdleTimeout, (s, v) => s with { IdleTimeout = v } },
        { "Lifetime", "The longest use of a connection. A new connection resolves the target's name again, so this is also the time after which a DNS change takes effect.", Format.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.Lifetime, (s, v) => s with { Lifetime = v } },
        { "MaxPerClient", "The most concurrent requests of one client address (IPv6: its /64 network) to one target. Others wait for Timeouts.Pool. null: no limit.", Format.Optional(Format.Integer(1, 1_000_000)), s => s.MaxPerClient, (s, v) => s with { MaxPerClient = v } },
    };
}

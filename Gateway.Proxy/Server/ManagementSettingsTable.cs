using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Server;

/// <summary>The keys of <c>Management</c>.</summary>
internal static class ManagementSettingsTable
{
    public static SettingsTable<ManagementSettings> Instance { get; } = new(new())
    {
        { "Port", "A port that serves all of the gateway's own endpoints and no route. The public ports then do not serve /gateway/*. null: no such port.", Format.Optional(Format.Integer(1, 65_535)), s => s.Port, (s, v) => s with { Port = v } },
        { "Prometheus", "Whether the management port serves metrics for Prometheus at /metrics. Needs Port.", Format.Flag, s => s.Prometheus, (s, v) => s with { Prometheus = v } },
        { "Host", "The address that the management port listens on: localhost, an IP address, or * for all.", new TextFormat("localhost, an IP address, or *", "^[0-9A-Za-z.:*\\[\\]-]+$", AddressText.IsHost), s => s.Host, (s, v) => s with { Host = v } },
    };
}

using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Targets;

/// <summary>The keys of <c>Tls</c>.</summary>
internal static class UpstreamTlsTable
{
    public static SettingsTable<UpstreamTls> Instance { get; } = new(new())
    {
        { "CaFile", "A PEM file of certificate authorities that replace the machine's. Reloaded when it changes. A relative path starts at the current folder. null: the machine's.", new OptionalFormat<string>(Format.NonEmptyText), s => s.CaFile, (s, v) => s with { CaFile = v } },
    };
}

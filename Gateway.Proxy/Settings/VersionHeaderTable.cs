using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Http;

namespace Gateway.Proxy.Settings;

/// <summary>The keys of <c>VersionHeader</c>.</summary>
internal static class VersionHeaderTable
{
    public static SettingsTable<VersionHeader> Instance { get; } = new(new())
    {
        { "Name", "The header's name.", Format.EditableHeader, s => s.Name, (s, v) => s with { Name = v } },
        { "Value", "The header's value.", Format.HeaderValue, s => s.Value, (s, v) => s with { Value = v } },
    };
}

using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Transforms;

/// <summary>The keys of <c>RequestHeaders</c> and <c>ResponseHeaders</c>.</summary>
internal static class HeaderEditsTable
{
    public static SettingsTable<HeaderEdits> Instance { get; } = new(new())
    {
        { "Set", "Headers to set, by name. An existing header of that name is replaced.", new MapFormat(Format.EditableHeader, Format.HeaderValue), s => s.Set, (s, v) => s with { Set = v } },
        { "Remove", "The names of headers to remove.", Format.ListOf(Format.EditableHeader), s => s.Remove, (s, v) => s with { Remove = v } },
    };
}

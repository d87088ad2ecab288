using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A section with settings of its own.</summary>
internal sealed class SectionFormat<T>(SettingsTable<T> table) : ValueFormat<T>
    where T : class
{
    // An optional section is not there yet.
    public override T Read(IConfigurationSection section, T? current, ConfigurationErrors errors) => table.Read(section, current ?? table.Defaults, errors);

    public override void Check(T value, string path, ConfigurationErrors errors) => table.Check(value, path, errors);

    public override JsonNode? Print(T value, IConfigurationSection given, bool all) => table.Print(value, given, all);

    public override JsonObject Schema() => table.Schema();
}

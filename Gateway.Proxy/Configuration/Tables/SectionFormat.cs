using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A section with settings of its own.</summary>
internal sealed class SectionFormat<T>(SettingsTable<T> table) : ValueFormat<T>
    where T : class, new()
{
    public override T Read(IConfigurationSection section, T current, Problems problems) => table.Read(section, current, problems);

    public override void Check(T value, string path, Problems problems) => table.Check(value, path, problems);

    public override JsonObject Schema() => table.Schema(new T());
}

using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A section whose presence is significant, even when it is empty.</summary>
internal sealed class OptionalSectionFormat<T>(SettingsTable<T> table) : ValueFormat<T?>
    where T : class, new()
{
    public override T? Read(IConfigurationSection section, T? current, ConfigurationErrors errors) =>
        OptionalFormat.IsNull(section) ? null : table.Read(section, current ?? new(), errors);

    public override void Check(T? value, string path, ConfigurationErrors errors)
    {
        if (value is not null)
            table.Check(value, path, errors);
    }

    public override JsonNode? Print(T? value, IConfigurationSection given, bool all) => value is null || (!all && OptionalFormat.IsNull(given)) ? null : table.Print(value, given, all);

    public override JsonObject Schema() => OptionalFormat.AllowNull(table.Schema(new T()));
}

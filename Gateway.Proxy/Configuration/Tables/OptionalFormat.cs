using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A setting that may be absent; when present, it must be valid.</summary>
internal sealed class OptionalFormat<T>(ValueFormat<T> format) : ValueFormat<T?>
    where T : class
{
    public override T? Read(IConfigurationSection section, T? current, ConfigurationErrors errors) => format.Read(section, current!, errors);

    public override void Check(T? value, string path, ConfigurationErrors errors)
    {
        if (value is not null)
            format.Check(value, path, errors);
    }

    public override JsonNode? Print(T? value, IConfigurationSection given, bool all) => value is null ? null : format.Print(value, given, all);

    public override JsonObject Schema() => format.Schema();
}

/// <inheritdoc cref="OptionalFormat{T}"/>
internal sealed class OptionalValueFormat<T>(ValueFormat<T> format) : ValueFormat<T?>
    where T : struct
{
    public override T? Read(IConfigurationSection section, T? current, ConfigurationErrors errors)
    {
        var before = errors.Found.Count;
        var value = format.Read(section, current ?? default, errors);
        return errors.Found.Count == before ? value : current;
    }

    public override void Check(T? value, string path, ConfigurationErrors errors)
    {
        if (value is { } given)
            format.Check(given, path, errors);
    }

    public override JsonNode? Print(T? value, IConfigurationSection given, bool all) => value is { } there ? format.Print(there, given, all) : null;

    public override JsonObject Schema() => format.Schema();
}

using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>One key of a config section.</summary>
internal abstract class Setting<TOwner>(string name, string summary)
{
    public string Name => name;

    protected string Summary => summary;

    public abstract TOwner Read(IConfigurationSection section, TOwner owner, ConfigurationErrors errors);

    public abstract void Check(TOwner owner, string path, ConfigurationErrors errors);

    public abstract JsonObject Schema(TOwner defaults);

    /// <summary>The value in force, in its config notation; <paramref name="given"/> is what the configuration has for it.</summary>
    public abstract JsonNode? Print(TOwner owner, IConfigurationSection given, bool all);
}

/// <inheritdoc/>
internal sealed class Setting<TOwner, TValue>(
    string name, string summary, ValueFormat<TValue> format, Func<TOwner, TValue> get, Func<TOwner, TValue, TOwner> set)
    : Setting<TOwner>(name, summary)
{
    public override TOwner Read(IConfigurationSection section, TOwner owner, ConfigurationErrors errors) =>
        set(owner, format.Read(section, get(owner), errors));

    public override void Check(TOwner owner, string path, ConfigurationErrors errors) =>
        format.Check(get(owner), ConfigurationPath.Combine(path, Name), errors);

    public override JsonNode? Print(TOwner owner, IConfigurationSection given, bool all) => format.Print(get(owner), given, all);

    public override JsonObject Schema(TOwner defaults)
    {
        var schema = format.Schema();
        schema["description"] = schema["description"] is { } allowed ? $"{Summary} {allowed}" : Summary;
        if (format.Write(get(defaults)) is { } value)
            schema["default"] = value;
        return schema;
    }
}

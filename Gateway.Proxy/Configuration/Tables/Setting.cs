using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>One key of a config section.</summary>
/// <param name="isRequired">Whether it has no default, so that <c>null</c> is the same as leaving it out: an error of its owner.</param>
internal abstract class Setting<TOwner>(string name, string summary, bool isRequired = false)
{
    public string Name => name;

    public bool IsRequired => isRequired;

    protected string Summary => summary;

    public abstract TOwner Read(IConfigurationSection section, TOwner owner, ConfigurationErrors errors);

    /// <summary>Gives <paramref name="owner"/> the value that <paramref name="defaults"/> has.</summary>
    public abstract TOwner Reset(TOwner owner, TOwner defaults);

    public abstract void Check(TOwner owner, string path, ConfigurationErrors errors);

    public abstract JsonObject Schema(TOwner defaults);

    /// <summary>The value in force, in its config notation; <paramref name="given"/> is what the configuration has for it.</summary>
    public abstract JsonNode? Print(TOwner owner, IConfigurationSection given, bool all);
}

/// <inheritdoc/>
internal sealed class Setting<TOwner, TValue>(
    string name, string summary, ValueFormat<TValue> format, Func<TOwner, TValue> get, Func<TOwner, TValue, TOwner> set, bool isRequired)
    : Setting<TOwner>(name, summary, isRequired)
{
    public override TOwner Read(IConfigurationSection section, TOwner owner, ConfigurationErrors errors) =>
        set(owner, format.Read(section, get(owner), errors));

    public override TOwner Reset(TOwner owner, TOwner defaults) => set(owner, get(defaults));

    public override void Check(TOwner owner, string path, ConfigurationErrors errors) =>
        format.Check(get(owner), ConfigurationPath.Combine(path, Name), errors);

    public override JsonNode? Print(TOwner owner, IConfigurationSection given, bool all) => format.Print(get(owner), given, all);

    public override JsonObject Schema(TOwner defaults)
    {
        var schema = format.Schema();
        schema["description"] = schema["description"] is { } allowed ? $"{Summary} {allowed}" : Summary;
        if (IsRequired)
            return schema;
        var standard = get(defaults);
        var value = format.Write(standard);
        if (value is not null || standard is null)
            schema["default"] = value;
        return Null.Allow(schema);
    }
}

using System.Collections;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>The settings of a config section: reading, validation and JSON schema all derive from this table.</summary>
/// <param name="defaults">What every setting is without a configuration, and what <c>null</c> makes of it.</param>
/// <param name="ofRoute">Keys of a route that the section does not have, because routes do not inherit them.</param>
internal sealed class SettingsTable<TOwner>(TOwner defaults, params IReadOnlyList<string> ofRoute) : IEnumerable<Setting<TOwner>>
{
    private readonly Dictionary<string, Setting<TOwner>> _settings = new(StringComparer.OrdinalIgnoreCase);

    public TOwner Defaults => defaults;

    public void Add(Setting<TOwner> setting) => _settings.Add(setting.Name, setting);

    public void Add<TValue>(
        string name, string summary, ValueFormat<TValue> format, Func<TOwner, TValue> get, Func<TOwner, TValue, TOwner> set, bool isRequired = false) =>
        Add(new Setting<TOwner, TValue>(name, summary, format, get, set, isRequired));

    /// <summary>Reads every key of <paramref name="section"/> onto <paramref name="owner"/>; <c>null</c> is the setting's default, whatever it would inherit; a key that is not in the table is an error.</summary>
    public TOwner Read(IConfigurationSection section, TOwner owner, ConfigurationErrors errors)
    {
        if (!ObjectShape.Check(section, $"an object with {Names}", errors))
            return owner;
        foreach (var child in section.GetChildren())
        {
            if (_settings.TryGetValue(child.Key, out var setting))
                owner = Null.Is(child) ? setting.Reset(owner, defaults) : setting.Read(child, owner, errors);
            else if (ofRoute.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                errors.Add(child.Path, $"is set on each route, and not inherited; allowed: {Names}");
            else
                errors.Add(child.Path, $"unknown key{DidYouMean.For(child.Key, _settings.Keys)}; allowed: {Names}");
        }

        return owner;
    }

    public void Check(TOwner owner, string path, ConfigurationErrors errors)
    {
        foreach (var setting in _settings.Values)
            setting.Check(owner, path, errors);
    }

    public JsonObject Schema()
    {
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject(_settings.Values.Select(setting => KeyValuePair.Create(setting.Name, (JsonNode?)setting.Schema(defaults)))),
        };
        if (_settings.Values.Where(setting => setting.IsRequired).Select(setting => (JsonNode)setting.Name).ToArray() is { Length: > 0 } required)
            schema["required"] = new JsonArray(required);
        return schema;
    }

    /// <summary>The settings in force: all of them, or those that <paramref name="given"/> has, with <c>null</c> where it has one.</summary>
    public JsonObject Print(TOwner owner, IConfigurationSection given, bool all)
    {
        if (all)
            return new(_settings.Values.Select(setting => KeyValuePair.Create(setting.Name, setting.Print(owner, given.GetSection(setting.Name), all))));
        var there = given.GetChildren().ToDictionary(child => child.Key, StringComparer.OrdinalIgnoreCase);
        return new(_settings.Values.Where(setting => there.ContainsKey(setting.Name))
            .Select(setting => KeyValuePair.Create(setting.Name, Null.Is(there[setting.Name]) ? null : setting.Print(owner, there[setting.Name], all))));
    }

    public IEnumerator<Setting<TOwner>> GetEnumerator() => _settings.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Names => string.Join(", ", _settings.Keys);
}

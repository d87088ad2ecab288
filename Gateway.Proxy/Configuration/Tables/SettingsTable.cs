using System.Collections;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>The settings of a config section: reading, validation and JSON schema all derive from this table.</summary>
/// <param name="ofRoute">Keys of a route that the section does not have, because routes do not inherit them.</param>
internal sealed class SettingsTable<TOwner>(params IReadOnlyList<string> ofRoute) : IEnumerable<Setting<TOwner>>
{
    private readonly Dictionary<string, Setting<TOwner>> _settings = new(StringComparer.OrdinalIgnoreCase);

    public void Add(Setting<TOwner> setting) => _settings.Add(setting.Name, setting);

    public void Add<TValue>(
        string name, string summary, ValueFormat<TValue> format, Func<TOwner, TValue> get, Func<TOwner, TValue, TOwner> set) =>
        Add(new Setting<TOwner, TValue>(name, summary, format, get, set));

    /// <summary>Reads every key of <paramref name="section"/> onto <paramref name="owner"/>; a key that is not in the table is an error.</summary>
    public TOwner Read(IConfigurationSection section, TOwner owner, ConfigurationErrors errors)
    {
        if (!ObjectShape.Check(section, $"an object with {Names}", errors))
            return owner;
        foreach (var child in section.GetChildren())
        {
            if (_settings.TryGetValue(child.Key, out var setting))
                owner = setting.Read(child, owner, errors);
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

    public JsonObject Schema(TOwner defaults) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(_settings.Values.Select(setting => KeyValuePair.Create(setting.Name, (JsonNode?)setting.Schema(defaults)))),
    };

    /// <summary>The settings in force: all of them, or those that <paramref name="given"/> has.</summary>
    public JsonObject Print(TOwner owner, IConfigurationSection given, bool all)
    {
        var names = given.GetChildren().Select(child => child.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(_settings.Values.Where(setting => all || names.Contains(setting.Name)).Select(setting => KeyValuePair.Create(setting.Name, setting.Print(owner, given.GetSection(setting.Name), all))));
    }

    public IEnumerator<Setting<TOwner>> GetEnumerator() => _settings.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Names => string.Join(", ", _settings.Keys);
}

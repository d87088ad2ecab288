using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>Texts by case-insensitive name; they are added to the inherited ones.</summary>
internal sealed class MapFormat(ScalarFormat<string> name, ScalarFormat<string> value) : ValueFormat<IReadOnlyDictionary<string, string>>
{
    public override IReadOnlyDictionary<string, string> Read(
        IConfigurationSection section, IReadOnlyDictionary<string, string> current, ConfigurationErrors errors)
    {
        if (!ObjectShape.Check(section, "an object of names and texts", errors))
            return current;
        var result = new Dictionary<string, string>(current, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            // null removes the inherited value.
            name.Check(child.Key, child.Path, errors);
            if (Null.Is(child))
                result.Remove(child.Key);
            else
                result[child.Key] = value.Read(child, string.Empty, errors);
        }

        return result;
    }

    public override void Check(IReadOnlyDictionary<string, string> values, string path, ConfigurationErrors errors)
    {
        foreach (var (key, text) in values)
        {
            name.Check(key, ConfigurationPath.Combine(path, key), errors);
            value.Check(text, ConfigurationPath.Combine(path, key), errors);
        }
    }

    // A null of its own removes an inherited entry.
    public override JsonNode? Print(IReadOnlyDictionary<string, string> value, IConfigurationSection given, bool all) => new JsonObject(
        (all ? value.Keys : given.GetChildren().Select(child => child.Key)).Select(key => KeyValuePair.Create(key, value.TryGetValue(key, out var text) ? JsonValue.Create(text) : (JsonNode?)null)));

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = name.Schema(),
        ["additionalProperties"] = Null.Allow(value.Schema()),
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Matching;

/// <summary>For each name a value, or a list of values of which any fits; they are added to the inherited ones, whose values they replace.</summary>
internal sealed class ConditionsFormat(ScalarFormat<string> name, ScalarFormat<string> value, StringComparer comparer)
    : ValueFormat<IReadOnlyDictionary<string, IReadOnlyList<string>>>
{
    private const string Object = "an object of names, each with a value or a list of values";

    private readonly ValueFormat<IReadOnlyList<string>> _list = Format.ListOf(value);

    private string Allowed => $"{value.Allowed}; or a list of them";

    private string Empty => $"is empty; allowed: {Allowed}";

    public override IReadOnlyDictionary<string, IReadOnlyList<string>> Read(
        IConfigurationSection section, IReadOnlyDictionary<string, IReadOnlyList<string>> current, ConfigurationErrors errors)
    {
        if (!ObjectShape.Check(section, Object, errors, isSecret: true))
            return current;
        Dictionary<string, IReadOnlyList<string>> result = new(current, comparer);
        foreach (var child in section.GetChildren())
        {
            if (child is ConfigurationNode { NameWithColon: { } written })
            {
                name.Check(written, ConfigurationPath.Combine(section.Path, written), errors);
                continue;
            }

            name.Check(child.Key, child.Path, errors);
            if (child is ConfigurationNode { OtherSpelling: { } other, IsNull: false } && !comparer.Equals(child.Key, other))
                errors.Add(child.Path, $"is \"{other}\" in another source: in a configuration, names that differ only in case are one; allowed: one spelling, or both names in C#");
            if (!current.ContainsKey(child.Key) && current.Keys.FirstOrDefault(inherited => inherited.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } likeIt)
                errors.Add(child.Path, $"is \"{likeIt}\" in Gateway:Defaults: in a configuration, names that differ only in case are one; allowed: one spelling, or both names in C#");
            if (child.GetChildren().FirstOrDefault(item => !int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } named)
                errors.Add(child.Path, $"an object (\"{named.Key}\") is not allowed here; allowed: {Allowed}");
            else if (child.GetChildren().Any())
                result[child.Key] = _list.Read(child, [], errors);
            else if (child is ConfigurationNode { IsObject: true } || child.Value is "")
                errors.Add(child.Path, Empty);
            else if (child.Value is null)
                result.Remove(child.Key);
            else
                result[child.Key] = [value.Read(child, "*", errors)];
        }

        return result;
    }

    public override void Check(IReadOnlyDictionary<string, IReadOnlyList<string>> values, string path, ConfigurationErrors errors)
    {
        foreach (var (key, list) in values)
        {
            var below = ConfigurationPath.Combine(path, key);
            name.Check(key, below, errors);
            if (list.Count == 0)
                errors.Add(below, Empty);
            for (var i = 0; i < list.Count; i++)
                value.Check(list[i], list.Count == 1 ? below : ConfigurationPath.Combine(below, i.ToString(CultureInfo.InvariantCulture)), errors);
        }
    }

    // A null of its own removes an inherited entry.
    public override JsonNode? Print(IReadOnlyDictionary<string, IReadOnlyList<string>> value, IConfigurationSection given, bool all) => new JsonObject(
        (all ? value.Keys : given.GetChildren().Select(child => child.Key)).Select(key => KeyValuePair.Create(key, value.TryGetValue(key, out var list) ? _list.Write(list) : null)));

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = name.Schema(),
        ["additionalProperties"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(
                Null.Allow(value.Schema()),
                new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = value.Schema() }),
        },
    };
}

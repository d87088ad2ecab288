using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Settings;

/// <summary>Checks JSON against a schema, as far as the gateway's schema goes; a keyword that it does not know is an error of the test.</summary>
internal static class SchemaChecker
{
    private static readonly string[] Notes = ["$schema", "title", "description", "default"];

    /// <summary>The paths of what does not conform.</summary>
    public static IReadOnlyList<string> Check(JsonNode? value, JsonObject schema, string path = "")
    {
        List<string> found = [];
        foreach (var (keyword, rule) in schema)
        {
            if (!Notes.Contains(keyword))
                found.AddRange(Apply(keyword, rule!, value, schema, path));
        }

        return found;
    }

    private static IEnumerable<string> Apply(string keyword, JsonNode rule, JsonNode? value, JsonObject schema, string path) => keyword switch
    {
        "type" => Unless((rule as JsonArray)?.Any(type => IsOf(value, (string)type!)) ?? IsOf(value, (string)rule!), path),
        "enum" => Unless(rule.AsArray().Any(choice => JsonNode.DeepEquals(choice, value)), path),
        "pattern" => Unless(!IsOf(value, "string") || Regex.IsMatch((string)value!, (string)rule!), path),
        "minimum" => Unless(!IsOf(value, "number") || Number(value) >= Number(rule), path),
        "maximum" => Unless(!IsOf(value, "number") || Number(value) <= Number(rule), path),
        "exclusiveMinimum" => Unless(!IsOf(value, "number") || Number(value) > Number(rule), path),
        "minItems" => Unless(value is not JsonArray array || array.Count >= (int)rule, path),
        "items" => value is JsonArray items ? items.SelectMany((item, i) => Check(item, rule.AsObject(), $"{path}:{i}")) : [],
        "anyOf" => Unless(rule.AsArray().Any(option => Check(value, option!.AsObject(), path).Count == 0), path),
        "required" => value is JsonObject given ? rule.AsArray().Select(name => (string)name!).Where(name => !given.ContainsKey(name)).Select(name => $"{path}:{name}") : [],
        "properties" => value is JsonObject owner ? owner.Where(p => rule[p.Key] is not null).SelectMany(p => Check(p.Value, rule[p.Key]!.AsObject(), $"{path}:{p.Key}")) : [],
        "propertyNames" => value is JsonObject named ? named.SelectMany(p => Check(JsonValue.Create(p.Key), rule.AsObject(), $"{path}:{p.Key}")) : [],
        "additionalProperties" => value is JsonObject all ? all.Where(p => schema["properties"]?[p.Key] is null).SelectMany(p =>
            rule is JsonObject other ? Check(p.Value, other, $"{path}:{p.Key}") : Unless((bool)rule, $"{path}:{p.Key}")) : [],
        _ => throw new NotSupportedException($"The checker does not know \"{keyword}\"."),
    };

    private static string[] Unless(bool holds, string path) => holds ? [] : [path];

    private static double Number(JsonNode? node) => node!.GetValue<JsonElement>().GetDouble();

    private static bool IsOf(JsonNode? value, string type) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", var kind) => kind == JsonValueKind.Null,
        ("object", var kind) => kind == JsonValueKind.Object,
        ("array", var kind) => kind == JsonValueKind.Array,
        ("string", var kind) => kind == JsonValueKind.String,
        ("boolean", var kind) => kind is JsonValueKind.True or JsonValueKind.False,
        ("number", var kind) => kind == JsonValueKind.Number,
        ("integer", JsonValueKind.Number) => Number(value) % 1 == 0,
        _ => false,
    };
}

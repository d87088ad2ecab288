using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Proxy.Settings;

namespace Gateway.Tests.Documentation;

/// <summary>The tables of docs/configuration.md: every setting, as the schema describes it.</summary>
internal static partial class ConfigurationReference
{
    public static string Text()
    {
        var gateway = JsonNode.Parse(GatewaySchema.Text)!["properties"]!["Gateway"]!["properties"]!.AsObject();
        var route = gateway["Routes"]!["additionalProperties"]!["properties"]!.AsObject();
        var target = route["Targets"]!["anyOf"]![1]!["items"]!["anyOf"]![1]!["properties"]!.AsObject();
        StringBuilder text = new();
        Section(text, "## `Gateway`", "", gateway);
        text.Append("\n## A route\n\nThe keys of `Gateway:Routes:<name>`. `Gateway:Defaults` may have all of them except `Path`, `Methods` and `Targets`.\n");
        Section(text, "### `Routes:<name>`", "", route);
        Section(text, "### Targets", "An item of `Targets`, when it is an object instead of an address.", target);
        foreach (var (name, section) in route.Where(IsSection))
            Section(text, $"### {name}", (string)section!["description"]!, section["properties"]!.AsObject());
        text.Append("\n## The other sections of `Gateway`\n");
        foreach (var (name, section) in gateway.Where(IsSection).Where(each => each.Key is not "Defaults"))
            Section(text, $"### `{name}`", (string)section!["description"]!, section["properties"]!.AsObject());
        return text.ToString();
    }

    private static bool IsSection(KeyValuePair<string, JsonNode?> setting) => setting.Value!["properties"] is not null;

    private static void Section(StringBuilder text, string heading, string introduction, JsonObject settings)
    {
        text.Append($"\n{heading}\n\n");
        if (introduction.Length > 0)
            text.Append($"{introduction}\n\n");
        text.Append("| key | allowed | default | meaning |\n|---|---|---|---|\n");
        foreach (var (name, setting) in settings)
        {
            var duration = Bounds().Match((string)setting!["description"]!);
            var meaning = duration.Success ? ((string)setting["description"]!)[..duration.Index].TrimEnd() : (string)setting["description"]!;
            text.Append($"| `{name}` | {(duration.Success ? $"{duration.Groups[1].Value} to {duration.Groups[2].Value}" : Allowed(setting))} | {Default(name, setting)} | {Escape(meaning)} |\n");
        }
    }

    private static string Default(string name, JsonNode setting) => setting switch
    {
        _ when name is "Path" or "Targets" or "Address" => "required",
        _ when setting["default"] is { } value => $"`{value.ToJsonString().Trim('"')}`",
        _ when setting.AsObject().ContainsKey("default") => "`null`",
        _ => "",
    };

    private static string Allowed(JsonNode setting) => setting switch
    {
        _ when setting["enum"] is JsonArray choices => string.Join(", ", choices.OfType<JsonNode>().Select(choice => $"`{choice}`")),
        _ when setting["anyOf"] is not null => "an address, or a list",
        _ when (setting["additionalProperties"] as JsonObject)?["anyOf"] is not null => "an object: for each name a text or a list",
        _ when setting["properties"] is not null || setting["additionalProperties"] is JsonObject => "an object",
        _ => Type(setting) switch
        {
            "boolean" => "`true`, `false`",
            "integer" or "number" => Range(setting),
            "array" => setting["items"]!["enum"] is JsonArray choices ? $"a list of {string.Join(", ", choices.Select(choice => $"`{choice}`"))}" : "a list",
            _ => "a text",
        },
    };

    private static string Type(JsonNode setting) => setting["type"] is JsonArray types ? (string)types[0]! : (string)setting["type"]!;

    private static string Range(JsonNode setting) => (setting["minimum"], setting["maximum"]) switch
    {
        (null, { } most) => $"above 0, to {most}",
        ({ } least, { } most) when (long)most == long.MaxValue => $"{least} or more",
        ({ } least, { } most) => $"{least} to {most}",
        _ => "a number",
    };

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"(\d[\d.:]*:\d\d(?:\.\d+)?) to (\d[\d.:]*:\d\d(?:\.\d+)?)\.$")]
    private static partial Regex Bounds();
}

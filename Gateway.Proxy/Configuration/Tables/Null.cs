using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary><c>null</c> in a configuration: of a setting its default, of an entry of a dictionary that it is not there.</summary>
internal static class Null
{
    public static bool Is(IConfigurationSection section) =>
        section.Value is null && section is not ConfigurationNode { IsObject: true } && !section.GetChildren().Any();

    public static JsonObject Allow(JsonObject schema)
    {
        if (schema["enum"] is JsonArray choices)
            choices.Add((JsonNode?)null);
        else
            schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    }
}

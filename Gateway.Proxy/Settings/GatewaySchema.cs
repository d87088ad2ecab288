using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Settings;

/// <summary>The JSON schema of a config file (docs/gateway.schema.json), generated from the tables that read it.</summary>
internal static class GatewaySchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text => Create().ToJsonString(Indented) + "\n";

    public static JsonObject Create()
    {
        var section = Null.Allow(GatewaySettingsTable.Instance.Schema());
        section["description"] = "The gateway: its routes, and what they inherit.";
        return new()
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Configuration of the gateway (appsettings.json, or a file given by --config)",
            ["type"] = "object",
            ["properties"] = new JsonObject { [GatewaySettingsReader.SectionName] = section },
        };
    }
}

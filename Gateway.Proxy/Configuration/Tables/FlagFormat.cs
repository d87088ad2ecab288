using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>True or false.</summary>
internal sealed class FlagFormat : ScalarFormat<bool>
{
    public override string Allowed => "true or false";

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    public override JsonNode? Write(bool value) => JsonValue.Create(value);

    protected override bool TryParse(string text, out bool value) => bool.TryParse(text, out value);

    protected override bool IsAllowed(bool value) => true;
}

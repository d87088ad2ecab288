using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration.Tables;

namespace Gateway.Proxy.Targets;

/// <summary>A target's address: an absolute http or https URL that requests' paths are appended to.</summary>
internal sealed class TargetAddressFormat : ScalarFormat<Uri>
{
    public override string Allowed => "an absolute http or https URL without query, fragment and user, with a port from 1 to 65535 if any, for example http://orders:8080";

    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#@][^\\s?#@]*$" };

    public override JsonNode? Write(Uri value) => value is null ? null : JsonValue.Create(value.OriginalString);

    protected override string Hint(string? text) =>
        text is null ? string.Empty
        : text.StartsWith("ws://", StringComparison.OrdinalIgnoreCase) ? ": use http://, which also carries WebSocket"
        : text.StartsWith("wss://", StringComparison.OrdinalIgnoreCase) ? ": use https://, which also carries WebSocket"
        : string.Empty;

    protected override bool TryParse(string text, out Uri value) => Uri.TryCreate(text, UriKind.Absolute, out value!);

    protected override bool IsAllowed(Uri value) =>
        value is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" } && value.Host.Length > 0 && value.Port != 0;
}

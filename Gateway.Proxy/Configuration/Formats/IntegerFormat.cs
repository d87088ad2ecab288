using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Formats;

/// <summary>A whole number within bounds.</summary>
internal sealed class IntegerFormat(int least, int most) : ScalarFormat<int>
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    public override JsonNode? Write(int value) => JsonValue.Create(value);

    protected override bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    protected override bool IsAllowed(int value) => value >= least && value <= most;
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Formats;

/// <summary>A whole number that may be large, such as a count of bytes.</summary>
internal sealed class LongFormat(long least, long most) : ScalarFormat<long>
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most };

    public override JsonNode? Write(long value) => JsonValue.Create(value);

    protected override bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    protected override bool IsAllowed(long value) => value >= least && value <= most;
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A ratio: above 0, at most 1.</summary>
internal sealed class RatioFormat : ScalarFormat<double>
{
    public override string Allowed => "a number above 0, at most 1, for example 0.5";

    public override JsonObject Schema() => new() { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 1 };

    public override JsonNode? Write(double value) => JsonValue.Create(value);

    protected override bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    protected override bool IsAllowed(double value) => value is > 0 and <= 1;
}

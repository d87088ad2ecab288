using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A whole number within bounds.</summary>
internal sealed class WholeNumberFormat<T>(T least, T most) : ScalarFormat<T>
    where T : struct, IBinaryInteger<T>
{
    public override string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = JsonValue.Create(least), ["maximum"] = JsonValue.Create(most) };

    public override JsonNode? Write(T value) => JsonValue.Create(value);

    protected override bool TryParse(string text, out T value) =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    protected override bool IsAllowed(T value) => value >= least && value <= most;
}

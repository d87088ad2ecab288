using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Proxy.Configuration.Formats;

/// <summary>A duration, written <c>hh:mm:ss</c> with optional days before and fractions behind.</summary>
internal sealed class DurationFormat(TimeSpan least, TimeSpan most) : ScalarFormat<TimeSpan>
{
    public override string Allowed => $"a duration from {least} to {most}, written hh:mm:ss, for example 00:00:30";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = @"^(\d+\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?$",
    };

    public override JsonNode? Write(TimeSpan value) => JsonValue.Create(value.ToString("g", CultureInfo.InvariantCulture));

    // A bare number would be read as days: nobody means that.
    protected override bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    protected override bool IsAllowed(TimeSpan value) => value >= least && value <= most;
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Proxy.Configuration.Tables;

/// <summary>A duration, written <c>hh:mm:ss</c> with optional leading days and trailing fractions.</summary>
internal sealed partial class DurationFormat(TimeSpan least, TimeSpan most) : ScalarFormat<TimeSpan>
{
    private const string Pattern = @"^(\d{1,5}\.)?([01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(\.\d{1,7})?$";

    public override string Allowed => $"a duration from {Text(least)} to {Text(most)}, written hh:mm:ss, for example 00:00:30";

    public override JsonObject Schema() => new()
    {
        ["type"] = "string",
        ["pattern"] = Pattern,
        ["description"] = $"{Text(least)} to {Text(most)}.",
    };

    public override JsonNode? Write(TimeSpan value) => JsonValue.Create(Text(value));

    // TimeSpan.Parse reads 30 as days and 00:30 as minutes, where the author probably means seconds.
    protected override bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        return Written().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    protected override bool IsAllowed(TimeSpan value) => value >= least && value <= most;

    // Fractions without trailing zeros.
    private static string Text(TimeSpan value)
    {
        var text = value.ToString("c", CultureInfo.InvariantCulture);
        return value.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }

    [GeneratedRegex(Pattern)]
    private static partial Regex Written();
}

using System.Globalization;
using Fakes.Hosting.Errors;

namespace Fakes.CoreTelemetry.Data;

/// <summary>A time in the query string: ISO 8601, UTC where no zone is given.</summary>
internal static class QueryTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd",
    ];

    public static DateTimeOffset? Parse(string name, string? text, List<SchemaError> errors)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return time;

        errors.Add(new SchemaError(["query", name], "Input should be a valid datetime", "datetime_from_date_parsing"));
        return null;
    }
}

using System.Globalization;
using Fakes.Shared.Http;
using Microsoft.AspNetCore.Mvc;

namespace Fakes.CoreTelemetry;

/// <summary>The query string of <c>GET /api/data/{agent_id}</c>.</summary>
internal sealed record DataQuery(
    [FromQuery(Name = "metric")] string? Metric,
    [FromQuery(Name = "start_time")] string? StartTime,
    [FromQuery(Name = "end_time")] string? EndTime)
{
    // ISO 8601.
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>The times asked for, or the response that refuses the query.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To, IResult? Refusal) Read()
    {
        var errors = new List<SchemaError>();
        if (Metric is null) errors.Add(SchemaError.Missing("query", "metric"));
        var from = ParseTime("start_time", StartTime, errors);
        var to = ParseTime("end_time", EndTime, errors);

        if (errors.Count > 0) return (null, null, SchemaError.Response(errors));
        return (from, to, Metric == "time"
            ? ErrorDetail.Response(StatusCodes.Status400BadRequest, "'time' is not a metric")
            : null);
    }

    // UTC where no zone is given.
    private static DateTimeOffset? ParseTime(string name, string? text, List<SchemaError> errors)
    {
        if (text is null) return null;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, styles, out var time)) return time;

        errors.Add(new SchemaError(["query", name], "Input should be a valid datetime", "datetime_from_date_parsing"));
        return null;
    }
}

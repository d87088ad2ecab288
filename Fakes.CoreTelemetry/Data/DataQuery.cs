using Fakes.Hosting.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Fakes.CoreTelemetry.Data;

/// <summary>The query string of <c>GET /api/data/{agent_id}</c>.</summary>
internal sealed record DataQuery(
    [FromQuery(Name = "metric")] string? Metric,
    [FromQuery(Name = "start_time")] string? StartTime,
    [FromQuery(Name = "end_time")] string? EndTime)
{
    /// <summary>The times asked for, or the answer that refuses the query.</summary>
    public (DateTimeOffset? From, DateTimeOffset? To, IResult? Refusal) Read()
    {
        var errors = new List<SchemaError>();
        if (Metric is null) errors.Add(SchemaError.Missing("query", "metric"));
        var from = QueryTime.Parse("start_time", StartTime, errors);
        var to = QueryTime.Parse("end_time", EndTime, errors);

        if (errors.Count > 0) return (null, null, SchemaError.Answer(errors));
        return (from, to, Metric == "time"
            ? ErrorDetail.Answer(StatusCodes.Status400BadRequest, "'time' is not a metric")
            : null);
    }
}

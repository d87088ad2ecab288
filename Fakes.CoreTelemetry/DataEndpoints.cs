using System.Globalization;
using Fakes.Shared.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.CoreTelemetry;

internal static class DataEndpoints
{
    private const int MostRows = 5000;

    public static void MapData(this WebApplication app)
    {
        var data = app.MapGroup("/api/data").WithTags("data");
        data.MapGet("/{agent_id}", Read).WithSummary("A metric's values, newest first; without times the latest only")
            .Produces<DataPoint[]>();
        data.MapGet("/{agent_id}/metrics", ReadMetrics).WithSummary("The agent's metrics").Produces<AgentMetrics>();
    }

    private static IResult Read([AsParameters] DataQuery query, string agent_id, Database database)
    {
        var (from, to, refusal) = query.Read();
        if (refusal is not null) return refusal;
        if (!database.IsUp) return DatabaseDown();
        if (database.FindTable(agent_id) is not { } table) return NoTable(agent_id);
        if (table.FindMetric(query.Metric!) is not { } metric)
            return ErrorDetail.Response(StatusCodes.Status404NotFound, $"Column '{query.Metric}' not found in table '{agent_id}'");

        var times = table.Times(from, to);
        return times.Count switch
        {
            0 => ErrorDetail.Response(StatusCodes.Status404NotFound, $"No data for '{metric.Name}' of '{agent_id}' in that range"),
            > MostRows => ErrorDetail.Response(StatusCodes.Status413PayloadTooLarge,
                $"{times.Count} rows are more than {MostRows}, ask for a shorter range"),
            _ => TypedResults.Ok(times.Select(time => PointOf(metric, time))),
        };
    }

    private static IResult ReadMetrics(string agent_id, Database database)
    {
        if (!database.IsUp) return DatabaseDown();
        return database.FindTable(agent_id) is { } table
            ? TypedResults.Ok(new AgentMetrics(agent_id, table.MetricNames))
            : NoTable(agent_id);
    }

    private static DataPoint PointOf(Metric metric, DateTimeOffset time) =>
        new(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), metric.At(time));

    private static JsonHttpResult<ErrorDetail> DatabaseDown() =>
        ErrorDetail.Response(StatusCodes.Status503ServiceUnavailable, "Database connection failed");

    private static JsonHttpResult<ErrorDetail> NoTable(string agentId) =>
        ErrorDetail.Response(StatusCodes.Status404NotFound, $"Table '{agentId}' not found");

    private sealed record DataPoint(string Timestamp, double Value);

    private sealed record AgentMetrics(string AgentId, IEnumerable<string> Data);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fakes.Shared.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Shared.Control;

/// <summary>The endpoints under <c>/_fake</c>. They speak camelCase, unlike the services they sit on.</summary>
internal static partial class ControlEndpoints
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static void MapBehavior(this RouteGroupBuilder control)
    {
        control.MapGet("/behavior", (BehaviorSwitch faults) => Json(Describe(faults.Current)))
            .WithSummary("What is in force; failNext is what is left of it");

        control.MapPut("/behavior", PutAsync)
            .WithSummary("Misbehave: status, body, headers, delayMs, failNext, everyNth, abort, hang, trickleMs, pathPrefix")
            .DocumentBody<Dictionary<string, JsonElement>>();

        control.MapDelete("/behavior", (BehaviorSwitch faults, ILogger<BehaviorSwitch> logger) =>
        {
            faults.Clear();
            BehaviorCleared(logger);
            return TypedResults.NoContent();
        }).WithSummary("Well-behaved again");
    }

    public static void MapRequests(this RouteGroupBuilder control)
    {
        control.MapGet("/requests", (RequestLog log) =>
        {
            var (count, requests) = log.Read();
            return Json(new { count, requests });
        }).WithSummary("What arrived, in order of arrival: the newest 1000, and the count of all");

        control.MapDelete("/requests", (RequestLog log) =>
        {
            log.Clear();
            return TypedResults.NoContent();
        }).WithSummary("Starts counting afresh");
    }

    private static async Task<IResult> PutAsync(HttpRequest request, BehaviorSwitch faults, ILogger<BehaviorSwitch> logger)
    {
        var (behavior, problem) = await BehaviorJson.ReadAsync(request);
        if (behavior is null) return Json(new { detail = problem }, StatusCodes.Status400BadRequest);

        var described = Describe(faults.Set(behavior));
        BehaviorSet(logger, string.Join(", ", described.Select(key => $"{key.Key}={key.Value.GetRawText()}")));
        return Json(described);
    }

    private static IReadOnlyDictionary<string, JsonElement> Describe(ActiveBehavior? active) =>
        active?.Describe() ?? new Dictionary<string, JsonElement>();

    private static JsonHttpResult<T> Json<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, Options, statusCode: status);

    [LoggerMessage(LogLevel.Information, "Behaviour set: {Behavior}")]
    private static partial void BehaviorSet(ILogger logger, string behavior);

    [LoggerMessage(LogLevel.Information, "Well-behaved again")]
    private static partial void BehaviorCleared(ILogger logger);
}

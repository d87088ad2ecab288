using System.Text.Json;
using Fakes.Hosting;

namespace Fakes.Control.Behaviors;

internal static class BehaviorEndpoints
{
    private const string Path = "/behavior";

    public static void MapBehavior(this RouteGroupBuilder control)
    {
        control.MapGet(Path, (BehaviorSwitch faults) => ControlJson.Answer(Describe(faults.Current)))
            .WithSummary("What is in force; failNext is what is left of it");

        control.MapPut(Path, PutAsync)
            .WithSummary("Misbehave: status, body, headers, delayMs, failNext, everyNth, abort, hang, trickleMs, pathPrefix")
            .DocumentBody<Dictionary<string, JsonElement>>();

        control.MapDelete(Path, (BehaviorSwitch faults, ILogger<BehaviorSwitch> logger) =>
        {
            faults.Clear();
            logger.BehaviorCleared();
            return TypedResults.NoContent();
        }).WithSummary("Well-behaved again");
    }

    private static async Task<IResult> PutAsync(HttpRequest request, BehaviorSwitch faults, ILogger<BehaviorSwitch> logger)
    {
        var (behavior, problem) = await BehaviorReader.ReadAsync(request);
        if (behavior is null) return ControlJson.Answer(new { detail = problem }, StatusCodes.Status400BadRequest);

        var described = Describe(faults.Set(behavior));
        logger.BehaviorSet(string.Join(", ", described.Select(key => $"{key.Key}={key.Value.GetRawText()}")));
        return ControlJson.Answer(described);
    }

    private static IReadOnlyDictionary<string, JsonElement> Describe(ActiveBehavior? active) =>
        active?.Describe() ?? new Dictionary<string, JsonElement>();
}

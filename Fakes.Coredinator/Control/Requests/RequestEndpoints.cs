namespace Fakes.Control.Requests;

internal static class RequestEndpoints
{
    private const string Path = "/requests";

    public static void MapRequests(this RouteGroupBuilder control)
    {
        control.MapGet(Path, (RequestLog log) =>
        {
            var (count, requests) = log.Read();
            return ControlJson.Answer(new { count, requests });
        }).WithSummary("What arrived, in order of arrival: the newest 1000, and the count of all");

        control.MapDelete(Path, (RequestLog log) =>
        {
            log.Clear();
            return TypedResults.NoContent();
        }).WithSummary("Starts counting afresh");
    }
}

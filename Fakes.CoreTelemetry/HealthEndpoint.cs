namespace Fakes.CoreTelemetry;

internal static class HealthEndpoint
{
    // 200 also without the database: only the data endpoints need it.
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", (Database database) =>
            {
                var up = database.IsUp;
                return TypedResults.Ok(new Health(up ? "healthy" : "degraded", up));
            })
            .WithTags("health");

    private sealed record Health(string Status, bool DbConnected);
}

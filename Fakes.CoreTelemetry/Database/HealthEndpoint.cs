namespace Fakes.CoreTelemetry.Database;

internal static class HealthEndpoint
{
    // 200 also without the database: the service itself can answer, only its data endpoints cannot.
    public static void MapHealth(this WebApplication app) =>
        app.MapGet("/health", (DatabaseConnection database) =>
            {
                var up = database.IsUp;
                return TypedResults.Ok(new Health(up ? "healthy" : "degraded", up));
            })
            .WithTags("health");

    private sealed record Health(string Status, bool DbConnected);
}

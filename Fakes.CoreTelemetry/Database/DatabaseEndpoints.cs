using Fakes.Hosting;
using Fakes.Hosting.Errors;

namespace Fakes.CoreTelemetry.Database;

internal static class DatabaseEndpoints
{
    private const string Path = "/api/config/db";

    public static void MapDatabase(this WebApplication app)
    {
        app.MapGet(Path, (DatabaseConnection database) => TypedResults.Ok(database.Settings)).WithTags("config");
        app.MapPost(Path, ChangeAsync).WithTags("config")
            .WithSummary("Points at another database; what is left out takes its default")
            .DocumentBody<DatabaseSettings>().Produces<SettingsChanged>();
    }

    private static async Task<IResult> ChangeAsync(
        HttpRequest request, DatabaseConnection database, ILogger<DatabaseConnection> logger)
    {
        var body = await JsonBody.ReadAsync(request);
        var settings = Read(body);
        if (body.Problem is { } problem) return problem;

        database.Settings = settings;
        logger.DatabaseChanged(settings.Ip, settings.Port, settings.DbName, database.IsUp);
        return TypedResults.Ok(new SettingsChanged("Database configuration updated successfully", settings));
    }

    private static DatabaseSettings Read(JsonBody body)
    {
        var usual = new DatabaseSettings();
        return new DatabaseSettings
        {
            Drivername = body.OptionalText("drivername") ?? usual.Drivername,
            Username = body.OptionalText("username") ?? usual.Username,
            Password = body.OptionalText("password") ?? usual.Password,
            Ip = body.OptionalText("ip") ?? usual.Ip,
            Port = body.OptionalInteger("port") ?? usual.Port,
            DbName = body.OptionalText("db_name") ?? usual.DbName,
            Schema = body.OptionalText("schema") ?? usual.Schema,
        };
    }

    private sealed record SettingsChanged(string Message, DatabaseSettings Config);
}

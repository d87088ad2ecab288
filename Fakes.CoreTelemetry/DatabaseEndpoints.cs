using Fakes.Shared.Http;

namespace Fakes.CoreTelemetry;

internal static partial class DatabaseEndpoints
{
    private const string Path = "/api/config/db";

    public static void MapDatabase(this WebApplication app)
    {
        app.MapGet(Path, (Database database) => TypedResults.Ok(database.Settings)).WithTags("config");
        app.MapPost(Path, ChangeAsync).WithTags("config")
            .WithSummary("Points at another database; what is left out takes its default")
            .DocumentBody<DatabaseSettings>().Produces<SettingsChanged>();
    }

    private static async Task<IResult> ChangeAsync(
        HttpRequest request, Database database, ILogger<Database> logger)
    {
        var body = await JsonBody.ReadAsync(request);
        var settings = Read(body);
        if (body.Problem is { } problem) return problem;

        database.Settings = settings;
        DatabaseChanged(logger, settings.Ip, settings.Port, settings.DbName, database.IsUp);
        return TypedResults.Ok(new SettingsChanged("Database configuration updated successfully", settings));
    }

    private static DatabaseSettings Read(JsonBody body)
    {
        var defaults = new DatabaseSettings();
        return new DatabaseSettings
        {
            Drivername = body.OptionalText("drivername") ?? defaults.Drivername,
            Username = body.OptionalText("username") ?? defaults.Username,
            Password = body.OptionalText("password") ?? defaults.Password,
            Ip = body.OptionalText("ip") ?? defaults.Ip,
            Port = body.OptionalInteger("port") ?? defaults.Port,
            DbName = body.OptionalText("db_name") ?? defaults.DbName,
            Schema = body.OptionalText("schema") ?? defaults.Schema,
        };
    }

    [LoggerMessage(LogLevel.Information, "Database is now {Ip}:{Port}/{Name}, reachable: {IsUp}")]
    private static partial void DatabaseChanged(ILogger logger, string ip, int port, string name, bool isUp);

    private sealed record SettingsChanged(string Message, DatabaseSettings Config);
}

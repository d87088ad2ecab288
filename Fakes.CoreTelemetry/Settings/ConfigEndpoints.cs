using Fakes.Hosting.Errors;

namespace Fakes.CoreTelemetry.Settings;

internal static class ConfigEndpoints
{
    public static void MapConfig(this WebApplication app)
    {
        var config = app.MapGroup("/api/config").WithTags("config");
        config.MapGet("/path", (ConfigPath current) => TypedResults.Ok(new PathShown(current.Value)));
        config.MapPost("/path", ChangePath).Produces<PathChanged>();

        // Every answer of the fake is fresh, so there is nothing to clear.
        config.MapPost("/clear_cache", () => TypedResults.Ok(new CacheCleared("Cache cleared successfully")));
    }

    private static IResult ChangePath(string? path, ConfigPath current)
    {
        if (path is null) return SchemaError.Answer(SchemaError.Missing("query", "path"));

        current.Value = path;
        return TypedResults.Ok(new PathChanged("Config path updated successfully", path));
    }

    private sealed record PathShown(string ConfigPath);

    private sealed record PathChanged(string Message, string ConfigPath);

    private sealed record CacheCleared(string Message);
}

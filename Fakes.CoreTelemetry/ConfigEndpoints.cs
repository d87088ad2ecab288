using Fakes.Shared.Http;

namespace Fakes.CoreTelemetry;

internal static class ConfigEndpoints
{
    public static void MapConfig(this WebApplication app)
    {
        var config = app.MapGroup("/api/config").WithTags("config");
        config.MapGet("/path", (ConfigPath current) => TypedResults.Ok(new PathShown(current.Value)));
        config.MapPost("/path", ChangePath).Produces<PathChanged>();

        // The fake caches nothing.
        config.MapPost("/clear_cache", () => TypedResults.Ok(new CacheCleared("Cache cleared successfully")));
    }

    private static IResult ChangePath(string? path, ConfigPath current)
    {
        if (path is null) return SchemaError.Response(SchemaError.Missing("query", "path"));

        current.Value = path;
        return TypedResults.Ok(new PathChanged("Config path updated successfully", path));
    }

    private sealed record PathShown(string ConfigPath);

    private sealed record PathChanged(string Message, string ConfigPath);

    private sealed record CacheCleared(string Message);
}

/// <summary>Where the real service would read its config from; the fake only remembers it.</summary>
internal sealed class ConfigPath
{
    private volatile string _value = "config/agent.yaml";

    public string Value
    {
        get => _value;
        set => _value = value;
    }
}

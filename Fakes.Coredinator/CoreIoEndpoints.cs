using Fakes.Shared.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Coredinator;

internal static partial class CoreIoEndpoints
{
    public static void MapCoreIo(this WebApplication app)
    {
        var io = app.MapGroup("/api/io").WithTags("io");
        io.MapGet("/", (CoreIoRegistry registry) => TypedResults.Ok(new CoreIoList(registry.All())))
            .WithSummary("The CoreIO services");
        io.MapPost("/start", StartAsync).WithSummary("Starts a CoreIO service")
            .DocumentBody<StartRequest>().Produces<CoreIoStarted>();
        io.MapPost("/{id}/stop", Stop).WithSummary("Stops and forgets a CoreIO service").Produces<CoreIoStopped>();
        io.MapGet("/{id}/status", Status).WithSummary("A CoreIO service").Produces<CoreIoEntry>();
    }

    private static async Task<IResult> StartAsync(HttpRequest request, CoreIoRegistry registry, ILogger<CoreIoRegistry> logger)
    {
        var (start, refusal) = await StartRequest.ReadAsync(request);
        if (refusal is not null) return refusal;

        var id = CoreIoRegistry.IdFor(start);
        var status = registry.Start(id, start.ConfigPath);
        LogStarted(logger, id, start.ConfigPath);
        return TypedResults.Ok(new CoreIoStarted(id, $"CoreIO service '{id}' started successfully", start.ConfigPath, status));
    }

    private static IResult Stop(string id, CoreIoRegistry registry, ILogger<CoreIoRegistry> logger)
    {
        if (!registry.Stop(id)) return NotFound(id);
        LogStopped(logger, id);
        return TypedResults.Ok(new CoreIoStopped($"CoreIO service '{id}' stopped successfully"));
    }

    private static IResult Status(string id, CoreIoRegistry registry) =>
        registry.Find(id) is { } entry ? TypedResults.Ok(entry) : NotFound(id);

    private static JsonHttpResult<ErrorDetail> NotFound(string id) =>
        ErrorDetail.Response(StatusCodes.Status404NotFound, $"CoreIO service with ID '{id}' not found");

    [LoggerMessage(LogLevel.Information, "CoreIO {Service} started from {ConfigPath}")]
    private static partial void LogStarted(ILogger logger, string service, string configPath);

    [LoggerMessage(LogLevel.Information, "CoreIO {Service} stopped")]
    private static partial void LogStopped(ILogger logger, string service);

    private sealed record CoreIoList(IEnumerable<CoreIoEntry> CoreioServices);

    private sealed record CoreIoStarted(string ServiceId, string Message, string ConfigPath, ServiceStatus Status);

    private sealed record CoreIoStopped(string Message);
}

/// <summary>A CoreIO service as the API shows it.</summary>
internal sealed record CoreIoEntry(string ServiceId, ServiceStatus Status);

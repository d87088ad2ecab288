using Fakes.Coredinator.Services;
using Fakes.Hosting;
using Fakes.Hosting.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Fakes.Coredinator.Io;

internal static class CoreIoEndpoints
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
        logger.CoreIoStarted(id, start.ConfigPath);
        return TypedResults.Ok(new CoreIoStarted(id, $"CoreIO service '{id}' started successfully", start.ConfigPath, status));
    }

    private static IResult Stop(string id, CoreIoRegistry registry, ILogger<CoreIoRegistry> logger)
    {
        if (!registry.Stop(id)) return NotFound(id);
        logger.CoreIoStopped(id);
        return TypedResults.Ok(new CoreIoStopped($"CoreIO service '{id}' stopped successfully"));
    }

    private static IResult Status(string id, CoreIoRegistry registry) =>
        registry.Find(id) is { } entry ? TypedResults.Ok(entry) : NotFound(id);

    private static JsonHttpResult<ErrorDetail> NotFound(string id) =>
        ErrorDetail.Answer(StatusCodes.Status404NotFound, $"CoreIO service with ID '{id}' not found");
}

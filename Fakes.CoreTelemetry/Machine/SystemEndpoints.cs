using Fakes.Shared.Http;

namespace Fakes.CoreTelemetry.Machine;

internal static class SystemEndpoints
{
    // As Python's platform.system() gives it.
    private static readonly string SystemName =
        OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "Darwin" : "Linux";

    public static void MapSystem(this WebApplication app)
    {
        var system = app.MapGroup("/api/system").WithTags("system");
        system.MapGet("/platform", () => TypedResults.Ok(new PlatformName(SystemName)));
        system.MapGet("/cpu", async (Cpu cpu, CancellationToken cancellation) =>
            TypedResults.Ok(new CpuLoad(await cpu.PercentAsync(cancellation))));
        system.MapGet("/cpu_per_core", PerCoreAsync).Produces<CoreLoads>();
        system.MapGet("/ram", async (CancellationToken cancellation) => TypedResults.Ok(await Memory.ReadAsync(cancellation)));
        system.MapGet("/disk", () => TypedResults.Ok(Usage.OfDisk()));
    }

    private static async Task<IResult> PerCoreAsync(Cpu cpu, CancellationToken cancellation) =>
        await cpu.PercentPerCoreAsync(cancellation) is { } loads
            ? TypedResults.Ok(new CoreLoads(loads))
            : ErrorDetail.Response(StatusCodes.Status501NotImplemented, "This system does not tell the load of each core");

    private sealed record PlatformName(string Data);

    private sealed record CpuLoad(double Percent);

    private sealed record CoreLoads(double[] Percent);
}

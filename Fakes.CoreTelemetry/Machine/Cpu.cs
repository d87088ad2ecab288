namespace Fakes.CoreTelemetry.Machine;

/// <summary>The processors' load, over a moment.</summary>
internal sealed class Cpu(TimeProvider time)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    public async Task<double> PercentAsync(CancellationToken cancellation) => OperatingSystem.IsLinux()
        ? (await SampleAsync(cancellation))[0]
        : await ProcessTimes.PercentAsync(time, Moment, cancellation);

    /// <summary>Null where the system does not tell the load of each core.</summary>
    public async Task<double[]?> PercentPerCoreAsync(CancellationToken cancellation) =>
        OperatingSystem.IsLinux() ? (await SampleAsync(cancellation))[1..] : null;

    private async Task<double[]> SampleAsync(CancellationToken cancellation)
    {
        var before = await CpuTimes.ReadAsync(cancellation);
        await Task.Delay(Moment, time, cancellation);
        var after = await CpuTimes.ReadAsync(cancellation);
        return [.. after.Zip(before, (now, then) => now.BusyPercentSince(then))];
    }
}

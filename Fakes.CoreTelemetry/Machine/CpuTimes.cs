using System.Globalization;

namespace Fakes.CoreTelemetry.Machine;

/// <summary>A processor's time since boot, in ticks of the kernel.</summary>
internal readonly record struct CpuTimes(long Total, long Idle)
{
    private const int IdleField = 3;
    private const int IoWaitField = 4;

    // The two guest fields at the end are already counted in user and nice.
    private const int Fields = 8;

    /// <summary>/proc/stat: the first line is all processors together, the following ones are each of them.</summary>
    public static async Task<CpuTimes[]> ReadAsync(CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync("/proc/stat", cancellation);
        return [.. lines.TakeWhile(line => line.StartsWith("cpu", StringComparison.Ordinal)).Select(Parse)];
    }

    public double BusyPercentSince(CpuTimes earlier)
    {
        var total = Total - earlier.Total;
        return Usage.Share(total - (Idle - earlier.Idle), total);
    }

    private static CpuTimes Parse(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Fields)
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return new CpuTimes(ticks.Sum(), ticks[IdleField] + ticks[IoWaitField]);
    }
}

using System.Globalization;

namespace Fakes.CoreTelemetry.Machine;

internal static class Memory
{
    public static async Task<Usage> ReadAsync(CancellationToken cancellation)
    {
        var (total, available) = OperatingSystem.IsLinux() ? await ReadProcAsync(cancellation) : ReadRuntime();
        return Usage.Of(total - available, total, usable: total);
    }

    private static async Task<(long Total, long Available)> ReadProcAsync(CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync("/proc/meminfo", cancellation);
        return (Bytes("MemTotal:"), Bytes("MemAvailable:"));

        long Bytes(string name)
        {
            var line = lines.First(line => line.StartsWith(name, StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    private static (long Total, long Available) ReadRuntime()
    {
        // The runtime notes the machine's memory load at each collection, so there must have been one.
        if (GC.CollectionCount(0) == 0) GC.Collect(0);
        var memory = GC.GetGCMemoryInfo();
        return (memory.TotalAvailableMemoryBytes, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Bench.Peers;
using Gateway.Bench.Running;

namespace Gateway.Bench;

/// <summary>What the figures were measured on, and with which versions.</summary>
internal sealed record Machine(DateTimeOffset At, string Processor, int Cores, double MemoryGiB, string Kernel, string System, IReadOnlyList<(string Name, string Version)> Versions)
{
    public static async Task<Machine> ReadAsync(IEnumerable<Peer> peers, CancellationToken stop)
    {
        List<(string, string)> versions = [];
        foreach (var peer in peers)
            versions.Add((peer.Title, await peer.VersionAsync(stop)));
        versions.Add((".NET", Environment.Version.ToString()));
        versions.Add(("h2load", (await Tool.RunAsync("h2load", ["--version"], stop)).Trim().Split('/')[^1]));

        return new(
            TimeProvider.System.GetUtcNow(),
            Value("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            double.Parse((Value("/proc/meminfo", "MemTotal", ':') ?? "0").Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20),
            (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", stop)).Trim().Split('-')[0],
            Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "Linux",
            versions);
    }

    /// <summary>In one line, for a chart.</summary>
    public override string ToString() => $"{Cores} cores, {Processor}";

    private static string? Value(string file, string name, char separator) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim();
}

using Gateway.Bench.Load;

namespace Gateway.Bench.Measuring;

/// <summary>One peer in one round.</summary>
internal sealed record Measurement(LoadResult Load, TimeSpan Cpu)
{
    public double RequestsPerSecond => Load.Requests / Load.Seconds;

    /// <summary>Microseconds that the processors worked for the proxy's processes, for each request.</summary>
    public double CpuPerRequest => Cpu.TotalMicroseconds / Load.Requests;
}

using System.ComponentModel;
using System.Diagnostics;

namespace Fakes.CoreTelemetry.Machine;

/// <summary>The load where there is no /proc: what all the processes that we may look at have used.</summary>
internal static class ProcessTimes
{
    public static async Task<double> PercentAsync(TimeProvider time, TimeSpan moment, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var before = Read();
        await Task.Delay(moment, time, cancellation);
        var used = Read().Sum(now => before.TryGetValue(now.Key, out var then) ? Math.Max(0, (now.Value - then).TotalSeconds) : 0);
        return Usage.Share(used, time.GetElapsedTime(start).TotalSeconds * Environment.ProcessorCount);
    }

    private static Dictionary<int, TimeSpan> Read()
    {
        var times = new Dictionary<int, TimeSpan>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    times[process.Id] = process.TotalProcessorTime;
                }
                catch (Exception error) when (error is Win32Exception or InvalidOperationException or NotSupportedException)
                {
                    // Another user's process, or one that has just ended.
                }
            }
        }

        return times;
    }
}

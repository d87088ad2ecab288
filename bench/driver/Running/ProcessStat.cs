using System.Globalization;

namespace Gateway.Bench.Running;

/// <summary>What /proc tells of a process.</summary>
internal sealed record ProcessStat(int Parent, TimeSpan Cpu)
{
    // The unit of /proc/PID/stat, which Linux fixes for what it shows to programs.
    private const int TicksPerSecond = 100;

    /// <summary>Null when there is no such process any more.</summary>
    public static ProcessStat? Read(int pid)
    {
        if (Text(pid, "stat") is not { } text)
            return null;

        // The second field is the name, in parentheses: it may hold blanks and parentheses of its own.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return new(int.Parse(fields[1], CultureInfo.InvariantCulture), TimeSpan.FromSeconds((double)ticks / TicksPerSecond));
    }

    /// <summary>The most memory the process has had in use, in bytes (VmHWM).</summary>
    public static long PeakMemory(int pid)
    {
        var line = Text(pid, "status")?.Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
    }

    private static string? Text(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (IOException)
        {
            return null;
        }
    }
}

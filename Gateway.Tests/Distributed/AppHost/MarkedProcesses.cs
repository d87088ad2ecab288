using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>
/// The processes that have a mark in their environment, as Linux lists them. They inherit it, also where the orchestrator starts
/// them in a session of its own.
/// </summary>
internal static class MarkedProcesses
{
    public static void RequireProc() => Assert.SkipUnless(Directory.Exists("/proc/self"), "Processes are listed by /proc, which this system does not have.");

    /// <summary>The command line of each.</summary>
    public static IReadOnlyList<string> With(string mark) =>
        [.. Directory.EnumerateDirectories("/proc").Where(directory => int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out _) && Words(directory, "environ").Contains(mark))
            .Select(directory => string.Join(' ', Words(directory, "cmdline")))];

    public static Task AreGoneAsync(string mark, TimeSpan limit) =>
        Eventually.BecomesTrueAsync(() => Task.FromResult(With(mark).Count == 0), limit, () => $"no process is left; there still are:\n{string.Join('\n', With(mark))}");

    // Of a process that has ended, nothing is left to read.
    private static string[] Words(string directory, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, file)).Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

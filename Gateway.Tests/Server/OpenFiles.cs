using System.Globalization;

namespace Gateway.Tests.Server;

/// <summary>How many connections this machine lets one process have.</summary>
internal static class OpenFiles
{
    private const int Usual = 1024;
    private const int Others = 600;

    /// <summary>As many as wanted, or as are left beside what the tests need otherwise.</summary>
    public static int AtMost(int wanted) => Math.Min(wanted, Limit() - Others);

    // The runtime raises its own limit to the hard one.
    private static int Limit()
    {
        const string limits = "/proc/self/limits";
        var line = File.Exists(limits) ? File.ReadLines(limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., _, var hard, _] && int.TryParse(hard, CultureInfo.InvariantCulture, out var limit) ? limit : Usual;
    }
}

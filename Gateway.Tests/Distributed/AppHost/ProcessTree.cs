using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Distributed.AppHost;

/// <summary>The processes that a process has started, and those that they have, as Linux lists them.</summary>
internal static class ProcessTree
{
    public static void RequireProc() => Assert.SkipUnless(Directory.Exists("/proc/self"), "Processes are listed by /proc, which this system does not have.");

    public static IReadOnlyList<Entry> Under(int process)
    {
        var all = All();
        List<Entry> found = [];
        Queue<int> parents = new([process]);
        while (parents.TryDequeue(out var parent))
        {
            foreach (var child in all.Where(entry => entry.Parent == parent))
            {
                found.Add(child);
                parents.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Waits until none of these is left. The same id with another start is another process.</summary>
    public static Task AreGoneAsync(IReadOnlyCollection<Entry> processes, TimeSpan limit)
    {
        IReadOnlyList<Entry> Left() => [.. All().Where(entry => processes.Any(process => (process.Id, process.Started) == (entry.Id, entry.Started)))];
        return Eventually.BecomesTrueAsync(() => Task.FromResult(Left().Count == 0), limit, () => $"no process is left; there still are {string.Join(", ", Left())}");
    }

    private static List<Entry> All()
    {
        List<Entry> all = [];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read(id) is { } entry)
                all.Add(entry);
        }

        return all;
    }

    private static Entry? Read(int id)
    {
        try
        {
            // "id (name) state parent …", where a name may hold anything; the start is field 22. A zombie has ended.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new(id, name, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal sealed record Entry(int Id, string Name, int Parent, string Started);
}

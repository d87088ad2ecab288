using System.Globalization;

namespace Gateway.Bench.Running;

/// <summary>A process and all below it, by what /proc says of parents.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<int> Of(int root)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Select(pid => (Pid: pid, Stat: ProcessStat.Read(pid)))
            .Where(process => process.Stat is not null)
            .ToLookup(process => process.Stat!.Parent, process => process.Pid);

        List<int> tree = [root];
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(children[tree[i]]);
        return tree;
    }
}

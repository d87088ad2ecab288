using System.Text;
using Gateway.Bench.Measuring;
using Gateway.Bench.Peers;

namespace Gateway.Bench.Reports;

/// <summary>The results as Markdown and as a chart.</summary>
internal sealed class Report(BenchOptions options, Machine machine, IReadOnlyList<ScenarioResult> results)
{
    /// <summary>What makes the whole run fail: errors of the gateway, and of bare YARP where it should have none.</summary>
    public string FatalErrors => string.Join("; ",
        from result in results
        from peer in result.Peers
        where peer.Failure is not null || (peer.Errors > 0 && (peer.Peer is GatewayPeer || (peer.Peer.Name == "bare-yarp" && !result.Scenario.PeersMayFail)))
        select peer.Failure is null ? $"{result.Scenario.Name}: {peer.Errors:N0} of {peer.Peer.Title}" : $"{result.Scenario.Name}: {peer.Peer.Title} failed");

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine("# Results of bench/run.sh").AppendLine();
        text.AppendLine(Invariant($"{machine.At:yyyy-MM-dd}. {machine.Cores} cores ({machine.Processor}), {machine.MemoryGiB:N0} GiB, Linux {machine.Kernel}, {machine.System}."));
        text.AppendLine(string.Join(", ", machine.Versions.Select(version => $"{version.Name} {version.Version}")) + ".").AppendLine();
        text.AppendLine(Invariant($"Client, proxy and upstream share the cores. Each figure is the median of {options.Rounds} rounds of {options.Seconds} s (the first scenario: {options.Rounds * 2}),"));
        text.AppendLine("in which the proxies take turns; a ratio is the median of the rounds' ratios. How each proxy is set up: [README.md](README.md).").AppendLine();

        if (TargetTable.Of(results) is { Length: > 0 } targets)
            text.AppendLine("## Targets").AppendLine().AppendLine(targets);
        foreach (var result in results)
            text.AppendLine(ScenarioSection.Of(result));
        return text.ToString().TrimEnd() + "\n";
    }

    /// <summary>Writes what is to be kept; a part of the scenarios takes nobody's place unless a folder is given.</summary>
    public IEnumerable<string> Save()
    {
        if (options.Output is null && !options.Complete)
            yield break;

        var text = Path.Combine(options.Output ?? Path.Combine(options.Root, "bench"), "RESULTS.md");
        yield return Save(text, ToMarkdown());
        if (results.FirstOrDefault(result => result.Scenario.Name == Scenarios.SmallGet) is { } small)
            yield return Save(Path.Combine(options.Output ?? Path.Combine(options.Root, "docs", "images"), "bench.svg"), SvgChart.Of(small, machine));
    }

    private static string Save(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

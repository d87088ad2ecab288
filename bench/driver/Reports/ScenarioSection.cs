using System.Text;
using Gateway.Bench.Measuring;

namespace Gateway.Bench.Reports;

/// <summary>One scenario: its table, and how the gateway compares.</summary>
internal static class ScenarioSection
{
    private const string Us = "gateway";

    public static string Of(ScenarioResult result)
    {
        StringBuilder text = new();
        text.AppendLine($"## {result.Scenario.Title}").AppendLine();
        if (result.Scenario.Note is { } note)
            text.AppendLine(note).AppendLine();
        text.AppendLine((result.Scenario.Starts > 0 ? StartUp(result) : Load(result)).ToString());
        foreach (var peer in result.Peers.Where(peer => peer.Failure is not null))
            text.AppendLine($"{peer.Peer.Title} failed: {peer.Failure!.Split('\n')[0]}").AppendLine();
        if (result.Scenario.Starts == 0 && string.Join("; ", Comparisons(result)) is { Length: > 0 } comparisons)
            text.AppendLine($"Gateway {comparisons}.");
        return text.ToString().TrimEnd() + "\n";
    }

    private static MarkdownTable StartUp(ScenarioResult result)
    {
        MarkdownTable table = new("proxy", "median", "fastest", "slowest", "memory");
        foreach (var peer in result.Peers.Where(peer => peer.FirstAnswers.Count > 0))
            table.Add(peer.Peer.Title, Ms(Statistics.Median(peer.FirstAnswers)), Ms(peer.FirstAnswers.Min()), Ms(peer.FirstAnswers.Max()), Memory(peer));
        return table;

        static string Ms(double value) => $"{value:N0} ms";
    }

    private static MarkdownTable Load(ScenarioResult result)
    {
        MarkdownTable table = new("proxy", "requests/s", "CPU µs/request", "p50 ms", "p99 ms", "p99.9 ms", "memory", "first answer", "errors");
        foreach (var peer in result.Peers.Where(peer => peer.Rounds.Count > 0))
        {
            table.Add(
                peer.Peer.Title,
                $"{peer.Median(round => round.RequestsPerSecond):N0}",
                $"{peer.Median(round => round.CpuPerRequest):N1}",
                Ms(peer.Median(round => round.Load.P50)), Ms(peer.Median(round => round.Load.P99)), Ms(peer.Median(round => round.Load.P999)),
                Memory(peer),
                $"{Statistics.Median(peer.FirstAnswers):N0} ms",
                peer.Errors == 0 ? "0" : $"**{peer.Errors:N0}**");
        }

        return table;

        static string Ms(double microseconds) => $"{microseconds / 1000:N2}";
    }

    private static IEnumerable<string> Comparisons(ScenarioResult result)
    {
        if (result.Of(Us) is not { } us)
            yield break;
        if (us.Errors > 0 || us.Failure is not null)
        {
            yield return us.Failure is null ? "not compared: the gateway had errors" : "not compared: the gateway failed";
            yield break;
        }

        foreach (var other in result.Peers.Where(peer => peer != us))
        {
            var name = other.Peer.Name;
            yield return result.Ratio(Us, name, round => round.RequestsPerSecond) is { } throughput
                ? $"to {other.Peer.Title}: throughput {throughput:N2} ×, CPU {result.Ratio(Us, name, round => round.CpuPerRequest):N2} ×, p99 {result.Ratio(Us, name, round => round.Load.P99):N2} ×"
                : $"to {other.Peer.Title}: not compared, it {(other.Failure is null ? "had errors" : "failed")}";
        }
    }

    private static string Memory(PeerResult peer) => $"{peer.PeakMemory / (double)(1 << 20):N0} MiB";
}

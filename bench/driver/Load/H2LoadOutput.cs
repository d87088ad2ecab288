using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Bench.Measuring;

namespace Gateway.Bench.Load;

/// <summary>What h2load prints, and the file in which it logs every request: start, status, microseconds.</summary>
internal static partial class H2LoadOutput
{
    public static LoadResult Parse(string output, IEnumerable<string> log, double seconds)
    {
        var requests = Requests().Match(output);
        var statuses = Statuses().Match(output);
        if (!requests.Success || !statuses.Success)
            throw new BenchException($"h2load printed no result:\n{output}");

        // Streams that were open at the end of the time are in none of these counts. "Errored" is part of "failed".
        var errors = Number(requests, 2) + Number(requests, 4) + Number(statuses, 1) + Number(statuses, 2) + Number(statuses, 3);
        var times = log.Select(line => line.Split('\t')).Where(parts => parts.Length == 3)
            .Select(parts => double.Parse(parts[2], CultureInfo.InvariantCulture)).Order().ToArray();
        return new(Number(requests, 1), seconds, Statistics.Percentile(times, 50), Statistics.Percentile(times, 99), Statistics.Percentile(times, 99.9), errors);
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) done, \d+ succeeded, (\d+) failed, (\d+) errored, (\d+) timeout")]
    private static partial Regex Requests();

    [GeneratedRegex(@"status codes: \d+ 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx")]
    private static partial Regex Statuses();
}

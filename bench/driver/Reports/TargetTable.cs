using Gateway.Bench.Measuring;
using Gateway.Bench.Peers;

namespace Gateway.Bench.Reports;

/// <summary>What the gateway is to reach, and whether it did in this run.</summary>
internal static class TargetTable
{
    private const string Us = "gateway";

    /// <summary>Empty when the run has measured none of it.</summary>
    public static string Of(IReadOnlyList<ScenarioResult> results)
    {
        MarkdownTable table = new("target", "limit", "measured", "");
        var any = false;
        foreach (var (what, limit, atMost, value) in Rows(results))
        {
            if (value is not { } measured)
                continue;
            any = true;
            table.Add(what, $"{(atMost ? "at most" : "at least")} {limit:N2}", $"{measured:N3}", (atMost ? measured <= limit : measured >= limit) ? "held" : "**not held**");
        }

        return any ? table.ToString() : "";
    }

    private static IEnumerable<(string What, double Limit, bool AtMost, double? Value)> Rows(IReadOnlyList<ScenarioResult> results)
    {
        double? Feature(string name) => Find(name)?.Ratio(Us, GatewayPeer.PlainName, Cpu);
        ScenarioResult? Find(string name) => results.FirstOrDefault(result => result.Scenario.Name == name);

        var small = Find(Scenarios.SmallGet);
        yield return ("CPU per request, to bare YARP", 1.00, true, small?.Ratio(Us, "bare-yarp", Cpu));
        yield return ("throughput, to bare YARP", 1.00, false, small?.Ratio(Us, "bare-yarp", Throughput));
        yield return ("p99, to bare YARP", 1.05, true, small?.Ratio(Us, "bare-yarp", round => round.Load.P99));
        yield return ("throughput, to nginx", 0.70, false, small?.Ratio(Us, "nginx", Throughput));
        yield return ("throughput, to Caddy", 2.00, false, small?.Ratio(Us, "caddy", Throughput));
        yield return ("CPU per request, to Caddy", 0.50, true, small?.Ratio(Us, "caddy", Cpu));
        yield return ("CPU per request, 10,000 routes (100 in use) to one", 1.10, true, Routes(Find(Scenarios.ManyRoutes), Find(Scenarios.OneRoute)));
        yield return ("CPU per request, 10,000 routes (all in use) to one", 1.10, true, Routes(Find(Scenarios.ManyRoutesUsed), Find(Scenarios.OneRoute)));
        yield return ("CPU per request with OTLP, all traced, to bare YARP", 1.00, true, Find(Scenarios.AllTraced)?.Ratio(Us, "bare-yarp", Cpu));
        yield return ("CPU per request with OTLP, 1 % traced, to bare YARP", 1.00, true, Find(Scenarios.FewTraced)?.Ratio(Us, "bare-yarp", Cpu));
        yield return ("CPU per request, 100 routes on one path told apart by Match, to a path each", 1.05, true, Feature(Scenarios.Match));
        yield return ("CPU per request of a known session, to no session", 1.03, true, Feature(Scenarios.KnownSession));
        yield return ("CPU per request that begins a session, to no session", 1.03, true, Feature(Scenarios.NewSession));
        yield return ("seconds to the first answer, one route", 1.00, true, Find(Scenarios.StartUp)?.Of(Us) is { Failure: null } starts ? Statistics.Median(starts.FirstAnswers) / 1000 : null);
    }

    private static double? Routes(ScenarioResult? many, ScenarioResult? one) =>
        many?.Of(Us) is { Errors: 0, Failure: null } first && one?.Of(Us) is { Errors: 0, Failure: null } second ? first.Median(Cpu) / second.Median(Cpu) : null;

    private static double Cpu(Measurement round) => round.CpuPerRequest;

    private static double Throughput(Measurement round) => round.RequestsPerSecond;
}

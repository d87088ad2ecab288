using System.Diagnostics;
using Gateway.Bench.Measuring;

namespace Gateway.Bench;

/// <summary>Tells on the console what is being done and about how long the rest will take.</summary>
internal sealed class Progress(BenchOptions options)
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private TimeSpan _done;
    private int _number;

    private TimeSpan Whole => options.Scenarios.Aggregate(TimeSpan.Zero, (sum, scenario) => sum + options.TimeOf(scenario));

    public void Begin(Scenario scenario) =>
        Console.WriteLine($"[{++_number}/{options.Scenarios.Count}] {scenario.Title} ({Remaining()})");

    public void End(Scenario scenario) => _done += options.TimeOf(scenario);

    public static void WarmedUp(PeerResult peer, TimeSpan time) =>
        Console.WriteLine($"  warm-up      {peer.Peer.Title,-15} settled after {time.TotalSeconds:N0} s of load{Errors(peer.Errors)}");

    public static void Measured(PeerResult peer, Measurement measurement, int round, int rounds) =>
        Console.WriteLine(
            $"  round {round} of {rounds} {peer.Peer.Title,-15} {measurement.RequestsPerSecond,8:N0} requests/s {measurement.CpuPerRequest,7:N1} µs CPU/request, "
            + $"p99 {measurement.Load.P99 / 1000:N2} ms{Errors(measurement.Load.Errors)}");

    public static void Started(PeerResult peer, int round, int rounds) =>
        Console.WriteLine($"  start {round} of {rounds} {peer.Peer.Title,-15} {peer.FirstAnswers[^1],8:N0} ms to the first answer");

    public static void Failed(PeerResult peer) => Console.WriteLine($"  FAILED       {peer.Peer.Title,-15} {peer.Failure}");

    private static string Errors(long count) => count > 0 ? $", {count:N0} ERRORS" : "";

    // What is left by plan, times what the plan has been worth up to now.
    private string Remaining()
    {
        var factor = _done > TimeSpan.Zero ? Stopwatch.GetElapsedTime(_begun) / _done : 1;
        return $"about {Math.Max(1, Math.Ceiling(((Whole - _done) * factor).TotalMinutes)):N0} min left";
    }
}

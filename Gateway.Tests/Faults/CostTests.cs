using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Faults;

/// <summary>What circuit breaker and retries cost while nothing fails. A measurement, run by hand: docs/reliability.md has its command and its figure.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed class CostTests
{
    private const int RequestsARound = 2500;

    private const int Rounds = 120;

    [Fact(Explicit = true)]
    public async Task Cpu_time_per_request_with_and_without()
    {
        await using var fake = await FakeProcess.StartAsync();
        await using var with = await StartAsync(fake, "");
        await using var without = await StartAsync(fake, """
            , "MaxRetries": 0, "CircuitBreaker": { "Enabled": false }
            """);
        await MeasureAsync(with);
        await MeasureAsync(without);

        List<double> ratios = [], costs = [];
        for (var round = 0; round < Rounds; round++)
        {
            // In turns, and each first as often as the other: whatever else the machine does hits both.
            var first = await MeasureAsync(round % 2 == 0 ? with : without);
            var second = await MeasureAsync(round % 2 == 0 ? without : with);
            var (on, off) = round % 2 == 0 ? (first, second) : (second, first);
            ratios.Add(on / off);
            costs.Add(on);
        }

        // The median of pairs, and where it lies with a certainty of 95 % (by the order of the values, whatever their distribution).
        ratios.Sort();
        costs.Sort();
        var margin = (int)Math.Ceiling(0.98 * Math.Sqrt(Rounds));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"CPU time a request, client included: {costs[Rounds / 2]:0.0} us; with to without, median of {Rounds} pairs: {ratios[Rounds / 2]:0.000}, 95 % between {ratios[(Rounds / 2) - margin]:0.000} and {ratios[(Rounds / 2) + margin]:0.000}"));
        Assert.NotEmpty(ratios);
    }

    private static Task<GatewayInstance> StartAsync(FakeProcess fake, string settings) => GatewayInstance.StartAsync($$"""
        { "Routes": { "r": { "Path": "/{**path}", "Targets": "{{fake.Address}}"{{settings}} } } }
        """);

    private static async Task<double> MeasureAsync(GatewayInstance gateway)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Parallel.ForAsync(0, RequestsARound, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, stopping) =>
            await gateway.Client.GetByteArrayAsync("/api/agents/", stopping));
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMicroseconds / RequestsARound;
    }
}

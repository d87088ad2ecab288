using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Faults;

/// <summary>Three fakes as processes, and the table of what was measured with them.</summary>
public sealed class FaultBench : IAsyncLifetime
{
    /// <summary>A break is one second at first and two at most, so that a run sees several.</summary>
    public static readonly TimeSpan LongestBreak = TimeSpan.FromSeconds(2);

    private const string TableFile = "GATEWAY_FAULT_TABLE";

    // A machine that stands still for so long makes all targets fail at once. The measurement in docs/reliability.md has a shorter time.
    private static readonly string Read = Environment.GetEnvironmentVariable("GATEWAY_FAULT_READ") ?? "00:00:03";

    private readonly List<string> _rows = [];

    /// <summary>Requests in each run. 1500 by default, 64 at a time.</summary>
    public static int Requests { get; } = int.TryParse(Environment.GetEnvironmentVariable("GATEWAY_FAULT_REQUESTS"), CultureInfo.InvariantCulture, out var given) ? given : 1500;

    internal FakeProcess[] Fakes { get; private set; } = [];

    public async ValueTask InitializeAsync() => Fakes = await Task.WhenAll(FakeProcess.StartAsync(), FakeProcess.StartAsync(), FakeProcess.StartAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var fake in Fakes)
            await fake.DisposeAsync();

        StringBuilder table = new();
        table.AppendLine("| one of three targets | load | GETs | failed | cut, seen by the client | POSTs | reported as failed | executed twice | run | back in use after |");
        table.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in _rows)
            table.AppendLine(row);
        Console.WriteLine(table);
        if (Environment.GetEnvironmentVariable(TableFile) is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, table.ToString());
    }

    internal static Task<GatewayInstance> StartGatewayAsync(IEnumerable<string> targets, Abandoned abandoned) => GatewayInstance.StartAsync(
        $$"""
        { "Routes": { "r": { "Path": "/{**path}",
          "Targets": [ {{string.Join(", ", targets.Select((address, i) => $$"""{ "Name": "t{{i}}", "Address": "{{address}}" }"""))}} ],
          "Timeouts": { "Read": "{{Read}}" },
          "CircuitBreaker": { "BreakDuration": "00:00:01", "MaxBreakDuration": "00:00:02" } } } }
        """,
        builder => builder.Services.AddSingleton<IStartupFilter>(abandoned));

    internal static async Task<string[]> CircuitsAsync(GatewayInstance gateway) =>
        [.. (await gateway.Client.GetFromJsonAsync<JsonElement>("/gateway/status")).GetProperty("routes")[0].GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("circuit").GetString()!)];

    internal void Add(string fault, FaultRun run, int? twice, TimeSpan took, TimeSpan? recovered) => _rows.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"| {fault} | 64 connections | {run.Gets} | {run.FailedGets} | {run.CutGets} | {run.Posts.Count} | {run.FailedPosts} | {twice?.ToString(CultureInfo.InvariantCulture) ?? "–"} | {took.TotalSeconds:0.0} s | {(recovered is { } time ? $"{time.TotalSeconds:0.0} s" : "–")} |"));
}

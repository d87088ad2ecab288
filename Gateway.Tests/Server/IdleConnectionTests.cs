using System.Diagnostics;
using System.Globalization;
using System.Net;
using Gateway.Tests.Faults;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Server;

/// <summary>Connections that nobody uses do not stop those who use theirs. The gateway is a process of its own, with its own limit of open files.</summary>
[Collection(nameof(AloneUnderLoad))]
public sealed class IdleConnectionTests(ITestOutputHelper output)
{
    private const int Connections = 5000;
    private const int Clients = 64;
    private const int RequestsEach = 30;

    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task While_5000_connections_are_idle_64_clients_are_answered()
    {
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await LimitedGateway.StartAsync(upstream, "\"RequestHeadersTimeout\": \"00:10:00\", \"KeepAliveTimeout\": \"00:10:00\"");
        using var client = gateway.NewClient();
        await RunClientsAsync(client, () => false);
        var before = gateway.WorkingSet;

        using var idle = await IdleConnections.OpenAsync(gateway.Address, CountHere());
        var memory = gateway.WorkingSet - before;
        var (answers, slowest) = await RunClientsAsync(client, () => false);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{idle.Count} idle connections: {memory / 1024.0 / idle.Count:0.0} KiB each; beside them {answers} answers, the slowest after {slowest.TotalMilliseconds:0} ms"));
        Assert.Equal(0, idle.Closed);
        Assert.InRange(memory / idle.Count, 0, 100 * 1024);
    }

    [Fact]
    public async Task Idle_connections_are_closed_in_time_while_64_clients_are_answered()
    {
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await LimitedGateway.StartAsync(upstream, "\"RequestHeadersTimeout\": \"00:00:05\", \"KeepAliveTimeout\": \"00:00:05\"");
        using var client = gateway.NewClient();

        var clock = Stopwatch.StartNew();
        using var idle = await IdleConnections.OpenAsync(gateway.Address, CountHere());
        var opened = clock.Elapsed;
        var load = RunClientsAsync(client, () => idle.Closed < idle.Count && clock.Elapsed < Limit);
        var ends = await idle.EndAsync().WaitAsync(Limit);
        var closed = clock.Elapsed;
        var (answers, slowest) = await load;

        output.WriteLine($"{idle.Count} idle connections opened within {opened.TotalSeconds:0.0} s, all closed after {closed.TotalSeconds:0.0} s; beside them {answers} answers, the slowest after {slowest.TotalMilliseconds:0} ms");
        Assert.Equal(idle.Halves, ends.Count(end => end.StartsWith("HTTP/1.1 408", StringComparison.Ordinal)));
        Assert.Equal(idle.Count - idle.Halves, ends.Count(end => end.Length == 0));
    }

    private int CountHere()
    {
        var count = OpenFiles.AtMost(Connections);
        if (count < Connections)
            output.WriteLine($"This machine allows {count} connections instead of {Connections}: see ulimit -n.");
        return count;
    }

    /// <summary>Clients that send requests one after another, so many and as long as they should.</summary>
    private static async Task<(int Answers, TimeSpan Slowest)> RunClientsAsync(HttpClient client, Func<bool> goOn)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var (answers, slowest) = (0, TimeSpan.Zero);
            for (; answers < RequestsEach || goOn(); answers++)
            {
                var clock = Stopwatch.StartNew();
                using var response = await client.GetAsync("/api/x");
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("a", await response.Content.ReadAsStringAsync());
                slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            }

            return (Answers: answers, Slowest: slowest);
        }));
        var slowest = all.Max(one => one.Slowest);
        Assert.True(slowest < Generous, $"An answer took {slowest}.");
        return (all.Sum(one => one.Answers), slowest);
    }
}

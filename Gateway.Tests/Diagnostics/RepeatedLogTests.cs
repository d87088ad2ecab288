using System.Globalization;
using Gateway.Proxy.Diagnostics;
using Gateway.Tests.Harness;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.Diagnostics;

public sealed class RepeatedLogTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _written = [];

    [Fact]
    public void The_first_is_written_at_once_and_further_ones_once_a_second_with_their_number_and_the_latest_detail()
    {
        RepeatedLog<string, string> log = new(_time, (key, detail, count) => _written.Add($"{key} {detail} {count}"));

        for (var i = 0; i < 200; i++)
            log.Write("a", $"#{i}");
        log.Write("b", "-");
        Assert.Equal(["a #0 1", "b - 1"], _written);

        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(["a #0 1", "b - 1", "a #199 199"], _written);
        log.Write("a", "last");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a #0 1", "b - 1", "a #199 199", "a last 1"], _written);
    }

    [Fact]
    public void After_a_quiet_second_the_next_is_a_first_one_again()
    {
        RepeatedLog<string, string> log = new(_time, (key, detail, count) => _written.Add($"{key} {detail} {count}"));

        log.Write("a", "x");
        _time.Advance(TimeSpan.FromSeconds(1.1));
        log.Write("a", "x");

        Assert.Equal(["a x 1", "a x 1"], _written);
    }

    [Fact]
    public void What_was_counted_is_told_at_the_end()
    {
        RepeatedLog<string, string> log = new(_time, (key, detail, count) => _written.Add($"{key} {detail} {count}"));
        for (var i = 0; i < 3; i++)
            log.Write("a", "x");
        log.Flush();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a x 1", "a x 2"], _written);
    }

    [Fact]
    public async Task No_event_is_lost_while_many_write_and_it_ends_and_begins_again()
    {
        var told = 0;
        RepeatedLog<int, string> log = new(_time, (_, _, count) => Interlocked.Add(ref told, count));
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
                log.Write(i % 3, "x");
        })).ToArray();
        while (!Task.WhenAll(writers).IsCompleted)
            _time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(writers);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(80_000, told);
    }

    [Fact]
    public async Task A_target_that_is_gone_does_not_fill_the_log()
    {
        const int Requests = 400;
        using LogEntries log = new();
        await using (var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", "\"MaxRetries\": 0"), log.AddTo))
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Requests), TestContext.Current.CancellationToken, async (_, cancellation) =>
            {
                using var response = await gateway.Client.GetAsync("/api/x", cancellation);
            });
        }

        LogEntries.Entry[] lines = [.. log.Of(1012), .. log.Of(1013)];
        Assert.Equal(Requests, lines.Sum(line => int.Parse(line["Count"]!, CultureInfo.InvariantCulture)));
        Assert.InRange(lines.Length, 2, 40);
        Assert.Contains(lines, line => line["Reason"] == "connect_failed");
        Assert.Contains(lines, line => line["Reason"] == "circuit_open" && line["Route"] == "r");
    }
}

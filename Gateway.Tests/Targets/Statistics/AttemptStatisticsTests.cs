using FsCheck;
using FsCheck.Fluent;
using Gateway.Proxy.Targets.Statistics;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Targets.Statistics;

public sealed class AttemptStatisticsTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly AttemptStatistics _statistics;

    public AttemptStatisticsTests() => _statistics = new(_time);

    [Fact]
    public void Percentiles_are_at_most_10_percent_off() => Prop.ForAll(Latencies, microseconds =>
    {
        AttemptStatistics statistics = new(_time);
        foreach (var latency in microseconds)
            statistics.RecordResponse(200, TimeSpan.FromMicroseconds(latency));
        var summary = statistics.Summarize();
        var sorted = microseconds.Order().ToArray();

        foreach (var part in (double[])[0.5, 0.95, 0.99])
        {
            var exact = sorted[(int)Math.Ceiling(part * sorted.Length) - 1] / 1000.0;
            Assert.InRange(summary.Percentile(part)!.Value, exact * 0.9, exact * 1.1);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0.01, 0.02)]
    [InlineData(1e12, 3.0e6, 3.5e6)]
    public void A_latency_beyond_the_scale_counts_at_its_end(double milliseconds, double least, double most)
    {
        _statistics.RecordResponse(200, TimeSpan.FromMilliseconds(milliseconds));

        Assert.InRange(_statistics.Summarize().Percentile(0.5)!.Value, least, most);
    }

    [Fact]
    public void A_target_without_attempts_has_no_rate_and_no_percentiles()
    {
        var summary = _statistics.Summarize();

        Assert.Equal((0L, 0.0, null, null), (summary.Attempts, summary.PerSecond, summary.SuccessRate, summary.Percentile(0.99)));
    }

    [Fact]
    public void Responses_count_by_class_and_attempts_without_one_as_failures()
    {
        foreach (var status in (int[])[101, 200, 204, 302, 404, 500, 503, 999])
            _statistics.RecordResponse(status, Second);
        _statistics.RecordFailure();
        _statistics.RecordFailure();
        var summary = _statistics.Summarize();

        Assert.Equal([1, 2, 1, 1, 3], Enumerable.Range(1, 5).Select(summary.Responses));
        Assert.Equal((10L, 2L, 50.0), (summary.Attempts, summary.Failures, summary.SuccessRate));
    }

    [Fact]
    public void What_is_older_than_a_minute_is_forgotten_second_by_second()
    {
        for (var second = 0; second < 60; second++)
        {
            _statistics.RecordFailure();
            _time.Advance(Second);
        }

        Assert.Equal((59, 59 / 60.0), (_statistics.Summarize().Attempts, _statistics.Summarize().PerSecond));
        for (var left = 58; left >= 0; left--)
        {
            _time.Advance(Second);
            Assert.Equal(left, _statistics.Summarize().Attempts);
        }

        _statistics.RecordFailure();
        Assert.Equal(1, _statistics.Summarize().Attempts);
    }

    [Fact]
    public void A_rate_is_over_the_seconds_in_which_the_target_exists()
    {
        for (var i = 0; i < 100; i++)
            _statistics.RecordFailure();
        Assert.Equal(100, _statistics.Summarize().PerSecond);

        _time.Advance(Second * 4);
        Assert.Equal(25, _statistics.Summarize().PerSecond);
    }

    [Fact]
    public async Task No_attempt_is_lost_or_counted_twice_while_slots_expire_and_many_count()
    {
        const int Writers = 8;
        const int Each = 30_000;

        // All slots hold what has expired.
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 1000; i++)
                _statistics.RecordResponse(500, Second);
            _time.Advance(Second);
        }

        _time.Advance(Second);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                if (writer % 2 == 0)
                    _statistics.RecordResponse(200, Second);
                else
                    _statistics.RecordFailure();
            }
        })));
        for (var second = 0; second < 58 && !writing.IsCompleted; second++)
        {
            _time.Advance(Second);
            _statistics.Summarize();
            await Task.Yield();
        }

        await writing;
        _time.Advance(Second);
        var summary = _statistics.Summarize();

        var expired = summary.Responses(5);
        Assert.Equal((Writers / 2 * Each, Writers / 2 * Each), (summary.Responses(2), summary.Failures));
        Assert.InRange(expired, 0, 59_000);
    }

    [Fact]
    public void A_target_takes_less_than_32_KiB_and_nothing_before_its_first_attempt()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        AttemptStatistics unused = new(_time);
        var created = GC.GetAllocatedBytesForCurrentThread() - before;
        var used = created;
        for (var second = 0; second < 180; second++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            unused.RecordResponse(200, Second);
            unused.RecordFailure();
            used += GC.GetAllocatedBytesForCurrentThread() - before;
            _time.Advance(Second);
        }

        Assert.InRange(created, 1, 128);
        Assert.InRange(used, 20_000, 32 * 1024);
    }

    // From 13 µs to 50 minutes, evenly on a logarithmic scale.
    private static Arbitrary<double[]> Latencies => Gen.Choose(0, 100_000).Select(value => 13 * Math.Pow(2, value * 27.7 / 100_000)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();
}

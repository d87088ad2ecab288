using Gateway.Proxy.Resilience;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Resilience;

public sealed class RetryBudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Under_total_failure_retries_stay_under_their_part_of_the_requests()
    {
        RetryBudget budget = new(20, _time);
        var (requests, retries) = (0, 0);
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 1000; i++)
            {
                budget.CountRequest();
                requests++;
                while (budget.TryAcquire())
                    retries++;
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(retries, requests * 0.19, requests * 0.21);
    }

    [Fact]
    public void Ten_a_second_are_always_allowed_counted_over_ten_seconds()
    {
        RetryBudget budget = new(0, _time);
        Assert.Equal(100, TakeAll(budget));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, TakeAll(budget));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(100, TakeAll(budget));
    }

    [Fact]
    public void Three_at_a_time_are_always_allowed()
    {
        RetryBudget budget = new(0, _time);
        var taken = TakeAll(budget);
        for (var i = 0; i < taken; i++)
            budget.Release();
        Assert.Equal(3, TakeAll(budget));
        budget.Release();
        Assert.Equal(1, TakeAll(budget));
    }

    [Fact]
    public void Requests_from_before_the_first_retry_count()
    {
        RetryBudget budget = new(20, _time);
        for (var i = 0; i < 5000; i++)
            budget.CountRequest();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1000, TakeAll(budget));
    }

    private static int TakeAll(RetryBudget budget)
    {
        var taken = 0;
        while (budget.TryAcquire())
            taken++;
        return taken;
    }
}

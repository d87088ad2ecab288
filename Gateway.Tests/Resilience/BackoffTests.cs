using Gateway.Proxy.Resilience;

namespace Gateway.Tests.Resilience;

public sealed class BackoffTests
{
    private static readonly RetrySettings Settings = new() { BaseDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromMilliseconds(500) };

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(3, 500)]
    [InlineData(1000, 500)]
    public void A_wait_is_drawn_from_all_of_nothing_to_the_doubled_delay_up_to_the_longest(int retry, double most)
    {
        var drawn = Enumerable.Range(0, 2000).Select(_ => Backoff.Delay(Settings, retry).TotalMilliseconds).ToArray();

        Assert.InRange(drawn.Min(), 0, most * 0.05);
        Assert.InRange(drawn.Max(), most * 0.95, most);
        Assert.InRange(drawn.Average(), most * 0.45, most * 0.55);
    }
}

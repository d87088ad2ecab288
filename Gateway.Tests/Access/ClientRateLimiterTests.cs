using Gateway.Proxy.Access.RateLimits;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Access;

public sealed class ClientRateLimiterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_permit_is_free_again_when_the_tenth_in_which_it_was_taken_has_left_the_window()
    {
        var limiter = New(permits: 2, TimeSpan.FromSeconds(100));
        Assert.Null(limiter.Take(1));
        _time.Advance(TimeSpan.FromSeconds(35));
        Assert.Null(limiter.Take(1));
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(45), limiter.Take(1));
        _time.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(TimeSpan.FromSeconds(1), limiter.Take(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(limiter.Take(1));
        Assert.Equal(TimeSpan.FromSeconds(30), limiter.Take(1));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(limiter.Take(1));
        Assert.Null(limiter.Take(1));
    }

    [Fact]
    public void However_many_clients_come_no_more_than_the_bound_are_remembered()
    {
        var limiter = New(permits: 1, TimeSpan.FromDays(1));
        for (var client = 0; client < 3 * ClientRateLimiter.MaxClients; client++)
        {
            Assert.Null(limiter.Take((UInt128)client));

            // Who keeps coming is not forgotten for those who come once.
            if (client % 1000 == 0)
                Assert.Equal(client > 0, limiter.Take(UInt128.MaxValue) is not null);
        }

        Assert.InRange(limiter.Clients, 1, ClientRateLimiter.MaxClients);
    }

    [Fact]
    public void Clients_are_forgotten_when_their_window_is_over()
    {
        var limiter = New(permits: 1, TimeSpan.FromSeconds(1));
        for (var client = 0; client < 1000; client++)
            limiter.Take((UInt128)client);

        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            limiter.Take(1);
        }

        Assert.Equal(2, limiter.Clients);
    }

    [Fact]
    public void Clients_that_come_all_at_once_get_no_more_than_the_permits()
    {
        var limiter = New(permits: 100, TimeSpan.FromSeconds(10));
        var granted = 0;

        Parallel.For(0, 10_000, _ =>
        {
            if (limiter.Take(7) is null)
                Interlocked.Increment(ref granted);
        });

        Assert.Equal(100, granted);
    }

    private ClientRateLimiter New(int permits, TimeSpan window) => new(new() { Permits = permits, Window = window }, _time);
}

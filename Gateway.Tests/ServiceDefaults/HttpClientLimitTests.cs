using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Gateway.Tests.ServiceDefaults;

public sealed class HttpClientLimitTests
{
    [Fact]
    public async Task An_attempt_that_hangs_is_cut_and_tried_again()
    {
        await using var upstream = await Upstream.StartAsync();
        upstream.Answer = context => upstream.Received.Count == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted) : ClientHost.Answer(context, 200);
        using var host = ClientHost.Create(("AttemptTimeout:Timeout", "00:00:00.5"));

        using var response = await ClientHost.Client(host).GetAsync(upstream.Address);

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, upstream.Received.Count));
    }

    [Fact]
    public async Task The_total_time_bounds_the_call_with_all_its_attempts()
    {
        await using var upstream = await Upstream.StartAsync(answer: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var host = ClientHost.Create(("AttemptTimeout:Timeout", "00:00:00.4"), ("TotalRequestTimeout:Timeout", "00:00:01"), ("Retry:MaxRetryAttempts", "50"));

        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => ClientHost.Client(host).GetAsync(upstream.Address));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_circuit_opens_for_the_failing_destination_only_and_closes_when_it_is_well()
    {
        await using var failing = await Upstream.StartAsync(answer: context => ClientHost.Answer(context, 500));
        await using var well = await Upstream.StartAsync();
        using var host = ClientHost.Create(("CircuitBreaker:MinimumThroughput", "3"), ("CircuitBreaker:BreakDuration", "00:00:00.5"));
        var client = ClientHost.Client(host);

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.InternalServerError, (await client.PostAsync(failing.Address, null)).StatusCode);
        await Assert.ThrowsAnyAsync<BrokenCircuitException>(() => client.PostAsync(failing.Address, null));
        Assert.Equal(3, failing.Received.Count);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(well.Address)).StatusCode);

        failing.Answer = context => ClientHost.Answer(context, 200);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    return (await client.PostAsync(failing.Address, null)).IsSuccessStatusCode;
                }
                catch (BrokenCircuitException)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(10), "the circuit lets calls through again");
    }

    [Fact]
    public async Task A_service_name_is_resolved_and_a_retry_reaches_the_other_endpoint()
    {
        await using var failing = await Upstream.StartAsync("failing", context => ClientHost.Answer(context, 500));
        await using var well = await Upstream.StartAsync("well");
        using var host = ClientHost.Create(services: [("services:orders:http:0", failing.Address), ("services:orders:http:1", well.Address)]);

        for (var i = 0; i < 4; i++)
            Assert.Equal("well", await ClientHost.Client(host).GetStringAsync("http://orders/x"));
        Assert.NotEmpty(failing.Received);
    }
}

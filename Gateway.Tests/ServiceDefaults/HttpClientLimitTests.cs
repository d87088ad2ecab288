using System.Diagnostics;
using System.Net;
using Gateway.Tests.Harness;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Gateway.Tests.ServiceDefaults;

public sealed class HttpClientLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task An_attempt_that_hangs_is_cut_and_tried_again()
    {
        await using var upstream = await Upstream.StartAsync();
        TaskCompletionSource isCut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        upstream.Answer = context =>
        {
            if (upstream.Received.Count > 1)
                return ClientHost.Answer(context, 200);
            context.RequestAborted.UnsafeRegister(_ => isCut.SetResult(), null);
            return isCut.Task;
        };
        using var host = ClientHost.Create(("AttemptTimeout:Timeout", "00:00:01"));

        using var response = await ClientHost.Client(host).GetAsync(upstream.Address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await isCut.Task.WaitAsync(Limit);

        // Two, and more on a machine that takes a second for one.
        Assert.InRange(upstream.Received.Count, 2, 4);
    }

    [Fact]
    public async Task The_total_time_bounds_the_call_with_all_its_attempts()
    {
        await using var upstream = await Upstream.StartAsync(answer: context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var host = ClientHost.Create(("AttemptTimeout:Timeout", "00:00:00.4"), ("TotalRequestTimeout:Timeout", "00:00:01"), ("Retry:MaxRetryAttempts", "50"));

        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => ClientHost.Client(host).GetAsync(upstream.Address));

        // The attempts alone would take 20 s.
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_circuit_opens_for_the_failing_destination_only_and_closes_when_it_is_well()
    {
        await using var failing = await Upstream.StartAsync(answer: context => ClientHost.Answer(context, 500));
        await using var well = await Upstream.StartAsync();
        using var host = ClientHost.Create(("CircuitBreaker:MinimumThroughput", "3"), ("CircuitBreaker:BreakDuration", "00:00:00.5"));
        var client = ClientHost.Client(host);

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync());

        // A slow machine may ask when the break is over already: that call fails too, and another break begins.
        var answered = 3;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                if (await StatusAsync() is not { } status)
                    return true;
                Assert.Equal(HttpStatusCode.InternalServerError, status);
                answered++;
                return false;
            },
            Limit, "a call is refused");
        Assert.Equal(answered, failing.Received.Count);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(well.Address)).StatusCode);

        failing.Answer = context => ClientHost.Answer(context, 200);
        await Eventually.BecomesTrueAsync(async () => await StatusAsync() == HttpStatusCode.OK, Limit, "the circuit lets calls through again");

        // Null: the circuit has refused the call.
        async Task<HttpStatusCode?> StatusAsync()
        {
            try
            {
                return (await client.PostAsync(failing.Address, null)).StatusCode;
            }
            catch (BrokenCircuitException)
            {
                return null;
            }
        }
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

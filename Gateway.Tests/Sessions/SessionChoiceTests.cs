using Gateway.Proxy.Resilience;
using Gateway.Proxy.Sessions;
using Gateway.Proxy.Targets;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Sessions;

/// <summary>The target and the endpoint that a session gets, and what it costs.</summary>
public sealed class SessionChoiceTests
{
    [Theory]
    [InlineData(95, 5)]
    [InlineData(1, 1)]
    [InlineData(70, 30)]
    [InlineData(9_999, 1)]
    [InlineData(50, 30, 20)]
    [InlineData(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    [InlineData(10, 0, 90)]
    public void Of_100000_sessions_each_target_has_its_weight_within_half_a_percentage_point(params int[] weights)
    {
        var route = SessionRoute.Begin([.. weights.Select((weight, i) => ($"orders-v{i}", weight))]);

        var counts = SessionRoute.Ids(100_000).CountBy(session => route.TargetOf(session)!).ToDictionary();

        for (var i = 0; i < weights.Length; i++)
            Assert.InRange(counts.GetValueOrDefault($"orders-v{i}") / 1000.0, (weights[i] * 100.0 / weights.Sum()) - 0.5, (weights[i] * 100.0 / weights.Sum()) + 0.5);
    }

    [Fact]
    public void Of_10000_new_sessions_a_canary_of_5_percent_gets_5_percent()
    {
        var route = SessionRoute.Begin(("v1", 95), ("v2", 5));

        Assert.InRange(SessionRoute.Ids(10_000).Count(session => route.TargetOf(session) == "v2") / 100.0, 4.3, 5.7);
    }

    [Fact]
    public void Ids_that_differ_in_one_character_are_spread_as_well()
    {
        var route = SessionRoute.Begin(("a", 1), ("b", 1));

        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => route.TargetOf($"user-{i}") == "a"), 4_800, 5_200);
    }

    // Another function, seed or order of bytes would move the sessions of everybody who updates the gateway.
    [Fact]
    public void The_choice_is_that_of_every_other_version_and_machine()
    {
        var route = SessionRoute.Begin(("v1", 50), ("v2", 30), ("v3", 20));

        Assert.Equal(9656490469633001764, Rendezvous.HashOf("session"));
        Assert.Equal("3111311131121212123231111112131322131331", string.Concat(SessionRoute.Ids(40).Select(session => route.TargetOf(session)![1])));
    }

    [Fact]
    public void A_target_with_several_endpoints_keeps_a_session_at_one_and_only_a_lost_endpoints_sessions_move()
    {
        string[] addresses = ["http://10.0.0.1:8080", "http://10.0.0.2:8080", "http://10.0.0.3:8080", "http://10.0.0.4:8080"];
        var route = SessionRoute.Begin(TimeProvider.System, ("many", 3, addresses), ("one", 1, ["http://one"]));
        string[] sessions = [.. SessionRoute.Ids(4_000)];
        var before = sessions.Select(session => route.EndpointOf(session)!.Prefix).ToArray();

        Assert.All(addresses, address => Assert.InRange(before.Count(endpoint => endpoint == address), 650, 850));
        route.Targets[0].Target.SetEndpoints([.. addresses.Reverse().Skip(1).Select(address => new Uri(address))]);

        Assert.All(sessions.Zip(before), pair =>
        {
            var after = route.EndpointOf(pair.First)!.Prefix;
            Assert.True(after == pair.Second || (pair.Second == addresses[^1] && addresses.Contains(after)), $"{pair.Second} -> {after}");
        });
    }

    [Fact]
    public void When_all_targets_were_tried_another_endpoint_is_next_and_at_last_the_sessions_own()
    {
        var route = SessionRoute.Begin(TimeProvider.System, ("many", 1, ["http://a", "http://b"]), ("one", 1, ["http://c"]));
        foreach (var session in SessionRoute.Ids(20))
        {
            List<UpstreamEndpoint> tried = [];
            for (var i = 0; i < 3; i++)
                tried.Add(route.EndpointOf(session, [.. tried])!);

            Assert.Equal(3, tried.Distinct().Count());
            Assert.NotEqual(tried[0].Target, tried[1].Target);
            Assert.Same(tried[0], route.EndpointOf(session, [.. tried]));
        }
    }

    [Fact]
    public void An_open_circuit_is_probed_by_a_session_of_its_endpoint_and_by_no_other()
    {
        ManualTime time = new();
        var route = SessionRoute.Begin(time, ("a", 1, ["http://a"]), ("b", 1, ["http://b"]));
        string[] sessions = [.. SessionRoute.Ids(20)];
        var ofB = sessions.Where(session => route.TargetOf(session) == "b").ToArray();
        var b = route.EndpointOf(ofB[0])!;
        b.Circuit.RecordFailure(b.Circuit.TryAcquirePermit(), new(FailureReason.ConnectFailed));
        Assert.All(sessions, session => Assert.Equal("a", route.TargetOf(session)));

        time.Advance(TimeSpan.FromSeconds(5));
        foreach (var session in sessions.Except(ofB))
        {
            Assert.Equal("a", route.Choose(Rendezvous.HashOf(session), [], out var none)!.Target.Name);
            Assert.True(none.IsNone);
        }

        Assert.Same(b, route.Choose(Rendezvous.HashOf(ofB[0]), [], out var probe));
        Assert.True(probe.IsProbe);
        Assert.Equal("a", route.TargetOf(ofB[1]));
        b.Circuit.RecordSuccess(probe);
        Assert.Equal(ofB, sessions.Where(session => route.TargetOf(session) == "b"));
    }

    [Fact]
    public void While_every_circuit_is_open_any_session_may_probe()
    {
        ManualTime time = new();
        var route = SessionRoute.Begin(time, ("a", 1, ["http://a"]), ("b", 1, ["http://b"]));
        foreach (var endpoint in route.Targets.Select(target => target.Target.Endpoints[0]))
            endpoint.Circuit.RecordFailure(endpoint.Circuit.TryAcquirePermit(), new(FailureReason.ConnectFailed));
        Assert.Null(route.TargetOf("s"));

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["a", "b"], [.. new[] { route.TargetOf("s"), route.TargetOf("s") }.Order()]);
        Assert.Null(route.TargetOf("s"));
    }

    [Fact]
    public void An_unhealthy_targets_sessions_go_elsewhere_and_come_back()
    {
        var route = SessionRoute.Begin(("a", 1), ("b", 1), ("c", 1));
        string[] sessions = [.. SessionRoute.Ids(60)];
        var before = sessions.Select(session => route.TargetOf(session)).ToArray();
        var b = route.Targets[1].Target;

        b.SetHealth(b.Endpoints[0], HealthState.Unhealthy);
        Assert.All(sessions.Zip(before), pair => Assert.True(pair.Second == "b" ? route.TargetOf(pair.First) is "a" or "c" : route.TargetOf(pair.First) == pair.Second));
        b.SetHealth(b.Endpoints[0], HealthState.Healthy);

        Assert.Equal(before, sessions.Select(session => route.TargetOf(session)));
    }

    [Fact]
    public void Reading_a_session_and_choosing_its_target_allocates_nothing()
    {
        var route = SessionRoute.Begin(TimeProvider.System, ("a", 95, ["http://a"]), ("b", 5, ["http://b1", "http://b2"]), ("c", 7, ["http://c"]));
        DefaultHttpContext context = new();
        context.Request.Headers.Cookie = "a=1; theme=dark; gw-r=0123456789abcdef0123456789abcdef; b=2";
        UpstreamEndpoint[] tried = [route.EndpointOf("x")!];
        Choose(1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Choose(10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Choose(int count)
        {
            for (var i = 0; i < count; i++)
                _ = route.Choose(route.Sessions!.Of(context, null!), i % 2 == 0 ? [] : tried, out _);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Targets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.LoadBalancing;

/// <summary>A route whose targets come and go: their endpoints are taken away and given back, as service discovery does.</summary>
public sealed class BalancerProperties
{
    private static readonly Arbitrary<(int[] Weights, bool[][] Steps)> Histories = Arb.From(
        from count in Gen.Choose(2, 6)
        from weights in Gen.Choose(0, 20).ArrayOf(count)
        from length in Gen.Choose(1, 6)
        from steps in Gen.Elements(true, true, false).ArrayOf(count).ArrayOf(length)
        where weights.Sum() > 0
        select (weights, steps));

    [Fact]
    public void Whoever_is_there_shares_everything_in_proportion() => Prop.ForAll(Histories, history =>
    {
        var state = Begin(LoadBalancingPolicy.Weighted, history.Weights);
        return history.Steps.All(present =>
        {
            Apply(state, present);
            var weights = history.Weights.Select((weight, i) => present[i] ? weight : 0).ToArray();
            var sum = weights.Sum();
            var chosen = Enumerable.Range(0, Math.Max(1, sum)).Select(_ => state.Choose(null, [], out var _)?.Target.Name).ToArray();
            return sum == 0 ? chosen is [null] : weights.Select((weight, i) => chosen.Count(name => name == $"t{i}") == weight).All(isExact => isExact);
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void In_turn_means_everyone_who_is_there_once_a_round() => Prop.ForAll(Histories, history =>
    {
        var state = Begin(LoadBalancingPolicy.RoundRobin, [.. history.Weights.Select(_ => 1)]);
        return history.Steps.All(present =>
        {
            Apply(state, present);
            var there = present.Count(isThere => isThere);
            var chosen = Enumerable.Range(0, there).Select(_ => state.Choose(null, [], out var _)!.Target.Name).ToArray();
            return chosen.Distinct().Count() == there;
        });
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Another_attempt_goes_to_a_target_not_yet_tried_while_there_is_one() => Prop.ForAll(Histories, history =>
    {
        var state = Begin(LoadBalancingPolicy.Weighted, history.Weights);
        List<UpstreamEndpoint> tried = [];
        var takers = history.Weights.Count(weight => weight > 0);
        for (var i = 0; i < takers; i++)
            tried.Add(state.Choose(null, [.. tried], out _)!);
        return tried.Select(destination => destination.Target).Distinct().Count() == takers && state.Choose(null, [.. tried], out _) is not null;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    internal static RouteRuntime Begin(LoadBalancingPolicy policy, int[] weights)
    {
        GatewayRoute route = new()
        {
            Name = "r",
            Path = "/{**path}",
            LoadBalancing = policy,
            Targets = [.. weights.Select((weight, i) => new RouteTarget($"t{i}", AddressOf(i), weight))],
        };
        RouteRuntime state = new(route, [.. route.Targets.Select(target => new WeightedTarget(NewTarget(route.KeyOf(target)), target.Weight))], [], TimeProvider.System);
        Apply(state, [.. weights.Select(_ => true)]);
        state.Attach();
        return state;
    }

    private static Target NewTarget(TargetKey key) => new(
        key, new(new(NullLogger<TrustFileHandler>.Instance), TimeProvider.System), new(NullLogger<Target>.Instance), TimeProvider.System);

    private static void Apply(RouteRuntime state, bool[] present)
    {
        for (var i = 0; i < present.Length; i++)
            state.Targets[i].Target.SetEndpoints(present[i] ? [AddressOf(i)] : []);
    }

    private static Uri AddressOf(int i) => new($"http://t{i}");
}

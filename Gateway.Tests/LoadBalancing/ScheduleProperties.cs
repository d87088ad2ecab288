using FsCheck;
using FsCheck.Fluent;
using Gateway.Proxy.LoadBalancing;

namespace Gateway.Tests.LoadBalancing;

public sealed class ScheduleProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Arbitrary<int[]> Weights = Arb.From(
        from count in Gen.Choose(1, 8)
        from weights in Gen.OneOf(Gen.Choose(0, 10), Gen.Choose(0, 100)).ArrayOf(count)
        select weights);

    [Fact]
    public void One_round_gives_everyone_exactly_its_share() => Check(weights =>
    {
        var schedule = SmoothWeightedSchedule.Of(weights);
        return weights.Select((weight, i) => (long)schedule.Count(turn => turn == i) * weights.Sum() == (long)weight * schedule.Length).All(isExact => isExact)
            && (weights.Sum() == 0 || weights.Sum() % schedule.Length == 0);
    });

    [Fact]
    public void Any_run_of_one_round_gives_everyone_exactly_its_share() => Check(weights =>
    {
        var schedule = SmoothWeightedSchedule.Of(weights);
        return Enumerable.Range(0, schedule.Length).All(from =>
            Enumerable.Range(from, schedule.Length).Select(turn => schedule[turn % schedule.Length]).Order().SequenceEqual(schedule.Order()));
    });

    [Fact]
    public void At_no_moment_is_anyone_a_whole_turn_per_other_target_ahead_or_behind() => Check(weights =>
    {
        var schedule = SmoothWeightedSchedule.Of(weights);
        var others = Math.Max(1, weights.Count(weight => weight > 0) - 1);
        for (var i = 0; i < weights.Length; i++)
        {
            var got = 0;
            for (var turn = 0; turn < schedule.Length; turn++)
            {
                got += schedule[turn] == i ? 1 : 0;
                var due = (turn + 1.0) * weights[i] / weights.Sum();
                if (Math.Abs(got - due) > others)
                    return false;
            }
        }

        return true;
    });

    [Fact]
    public void Of_two_targets_the_smaller_never_has_two_turns_in_a_row_and_the_larger_no_more_than_its_ratio() => Prop.ForAll(
        Arb.From(from small in Gen.Choose(1, 100) from large in Gen.Choose(small, 100) select (small, large)),
        pair =>
        {
            var schedule = SmoothWeightedSchedule.Of([pair.large, pair.small]);
            var twice = string.Concat(schedule.Concat(schedule));
            var most = (pair.large + pair.small - 1) / pair.small;
            return !twice.Contains(new string('0', most + 1), StringComparison.Ordinal) && (pair.small == pair.large || !twice.Contains("11", StringComparison.Ordinal));
        }).Check(Thorough);

    [Fact]
    public void The_largest_weights_stay_exact() =>
        Assert.Equal([10_000, 9_999, 1], SmoothWeightedSchedule.Of([10_000, 9_999, 1]).CountBy(turn => turn).OrderBy(pair => pair.Key).Select(pair => pair.Value));

    private static void Check(Func<int[], bool> holds) => Prop.ForAll(Weights, holds).Check(Thorough);
}

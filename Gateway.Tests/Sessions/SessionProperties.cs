using FsCheck;
using FsCheck.Fluent;

namespace Gateway.Tests.Sessions;

/// <summary>Which sessions move when a route's targets change.</summary>
public sealed class SessionProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(100);
    private static readonly string[] Sessions = [.. SessionRoute.Ids(100)];

    // The targets of a route, one of them, and another weight for it.
    private static readonly Arbitrary<(int[] Weights, int Changed, int Weight)> Changes = Arb.From(
        from count in Gen.Choose(2, 6)
        from weights in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 10_000)).ArrayOf(count)
        from changed in Gen.Choose(0, count - 1)
        from weight in Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 10_000))
        where weights.Where((_, i) => i != changed).Sum() > 0
        select (weights, changed, weight));

    [Fact]
    public void A_raised_weight_moves_sessions_only_to_its_target_and_a_lowered_one_only_away_from_it() => Prop.ForAll(Changes, change =>
    {
        var name = $"t{change.Changed}";
        var before = SessionRoute.Begin(Named(change.Weights));
        var after = SessionRoute.Begin(Named([.. change.Weights.Select((weight, i) => i == change.Changed ? change.Weight : weight)]));
        var isRaised = change.Weight >= change.Weights[change.Changed];
        return Sessions.All(session =>
        {
            var (from, to) = (before.TargetOf(session), after.TargetOf(session));
            return from == to || (isRaised ? to : from) == name;
        });
    }).Check(Thorough);

    [Fact]
    public void A_target_that_is_taken_away_or_added_moves_only_its_own_sessions() => Prop.ForAll(Changes, change =>
    {
        var name = $"t{change.Changed}";
        var all = SessionRoute.Begin(Named(change.Weights));
        var less = SessionRoute.Begin([.. Named(change.Weights).Where(target => target.Name != name)]);
        return Sessions.All(session => all.TargetOf(session) == name ? less.TargetOf(session) is not null : all.TargetOf(session) == less.TargetOf(session));
    }).Check(Thorough);

    [Fact]
    public void A_session_has_the_same_target_whatever_the_order_in_which_the_targets_are_listed() => Prop.ForAll(Changes, change =>
    {
        var there = SessionRoute.Begin(Named(change.Weights));
        var reversed = SessionRoute.Begin([.. Named(change.Weights).Reverse()]);
        return Sessions.All(session => there.TargetOf(session) == reversed.TargetOf(session));
    }).Check(Thorough);

    [Fact]
    public void The_next_choice_of_a_session_is_what_it_would_have_without_the_first() => Prop.ForAll(Changes, change =>
    {
        var route = SessionRoute.Begin(Named(change.Weights));
        return Sessions.Take(5).All(session =>
        {
            var first = route.EndpointOf(session)!;
            var without = SessionRoute.Begin([.. Named(change.Weights).Where(target => target.Name != first.Target.Name)]);
            return (without.TargetOf(session) ?? first.Target.Name) == route.TargetOf(session, first);
        });
    }).Check(Thorough);

    [Fact]
    public void No_session_gets_a_target_of_weight_0() => Prop.ForAll(Changes, change =>
    {
        var route = SessionRoute.Begin(Named(change.Weights));
        return Sessions.All(session => change.Weights[int.Parse(route.TargetOf(session)![1..], System.Globalization.CultureInfo.InvariantCulture)] > 0);
    }).Check(Thorough);

    private static (string Name, int Weight)[] Named(int[] weights) => [.. weights.Select((weight, i) => ($"t{i}", weight))];
}

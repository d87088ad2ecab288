using System.Diagnostics;

namespace Gateway.Tests.Matching;

/// <summary>A client cannot make the choice of a route dear.</summary>
public sealed class MatchCostTests
{
    [Fact]
    public async Task Many_values_of_a_name_cost_each_route_of_the_path_once()
    {
        await using var routes = await MatchedRoutes.StartAsync([.. Enumerable.Range(1, 50).Select(i => (
            $"r{i}", $$""" "Path": "/a", "Order": {{i}}, "Match": { "Query": { "v": "1" }, "Cookies": { "c{{i}}": "1" } } """))]);
        var query = string.Join('&', Enumerable.Repeat("v=1", 1900));
        var cookies = string.Join("; ", Enumerable.Repeat("c50=1", 2000));
        Assert.Equal("r50", await routes.TakesAsync("/a?v=1", "Host: a\nCookie: c50=1"));

        var clock = Stopwatch.StartNew();
        Assert.Equal("r50", await routes.TakesAsync("/a?" + query, "Host: a\nCookie: " + cookies));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}

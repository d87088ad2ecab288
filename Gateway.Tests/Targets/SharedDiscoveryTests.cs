using Gateway.Tests.Harness;
using Gateway.Tests.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Targets;

/// <summary>Many routes with one service.</summary>
public sealed class SharedDiscoveryTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Routes_of_one_service_share_its_look_ups_and_all_see_a_change()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", a.Address);
        await using var gateway = await GatewayInstance.StartAsync(Routes(1, 20), discovery.AddTo);
        Assert.All(await AnswersAsync(gateway, 1, 20), answer => Assert.Equal("a", answer));

        discovery.Set("orders", b.Address);
        discovery.Change();

        await Eventually.BecomesTrueAsync(async () => (await AnswersAsync(gateway, 1, 20)).All(answer => answer == "b"), Limit, "all see the change");
    }

    [Fact]
    public async Task A_service_is_followed_while_any_route_has_it_and_afresh_when_one_comes_back_to_it()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", a.Address);
        await using var gateway = await GatewayInstance.StartAsync(Routes(1, 2), discovery.AddTo);

        await gateway.ReconfigureAsync(Routes(2, 3));
        await ReloadTests.VersionAsync(gateway, 2);
        Assert.Equal(["a", "a"], await AnswersAsync(gateway, 2, 3));
        await ChangeToAsync(b, 2);

        await gateway.ReconfigureAsync("{}");
        await ReloadTests.VersionAsync(gateway, 3);

        await gateway.ReconfigureAsync(Routes(4, 4));
        await ReloadTests.VersionAsync(gateway, 4);
        Assert.Equal(["b"], await AnswersAsync(gateway, 4, 4));
        await ChangeToAsync(a, 4);

        async Task ChangeToAsync(Upstream upstream, int route)
        {
            discovery.Set("orders", upstream.Address);
            discovery.Change();
            await Eventually.BecomesTrueAsync(async () => (await AnswersAsync(gateway, route, route))[0] == upstream.Name, Limit, $"the change to {upstream.Name} is seen");
        }
    }

    [Fact]
    public async Task A_route_that_is_added_after_a_failure_is_looked_up_at_once()
    {
        await using var upstream = await Upstream.StartAsync("found");
        ManualTime time = new(); // So that no round comes by itself.
        ProgrammedDiscovery discovery = new();
        discovery.Set("orders", _ => throw new InvalidOperationException("discovery is down"));
        await using var gateway = await GatewayInstance.StartAsync(Routes(1, 1), builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            discovery.AddTo(builder);
        });
        await gateway.Gateway.AddAsync(new() { Name = "fails", Path = "/fails", Targets = [RouteTarget.At(new("http://orders"))] });

        discovery.Set("orders", upstream.Address);
        await gateway.Gateway.AddAsync(new() { Name = "works", Path = "/works", Targets = [RouteTarget.At(new("http://orders"))] });

        Assert.Equal("found", await gateway.Client.GetStringAsync("/works"));
        Assert.Equal(["found"], await AnswersAsync(gateway, 1, 1));
    }

    [Fact]
    public async Task A_service_is_looked_up_every_five_seconds_however_many_routes_have_it_and_no_more_when_none_has()
    {
        await using var upstream = await Upstream.StartAsync();
        ManualTime time = new();
        await using var gateway = await GatewayInstance.StartAsync(
            Routes(1, 20).Replace("http://orders", upstream.Address, StringComparison.Ordinal),
            builder => builder.Services.AddSingleton<TimeProvider>(time));

        await Eventually.BecomesTrueAsync(() => LookUps() == 1, Limit, "there is one look-up");
        await gateway.Gateway.ConfigureAsync(new(), TestContext.Current.CancellationToken);

        await Eventually.BecomesTrueAsync(() => LookUps() == 0, Limit, "there is no look-up");

        int LookUps() => time.TimersDueIn(Interval);
    }

    private static string Routes(int first, int last) =>
        $$"""{ "Routes": { {{string.Join(", ", Enumerable.Range(first, last - first + 1).Select(i => $$""" "r{{i}}": { "Path": "/r{{i}}", "Targets": "http://orders" } """))}} } }""";

    private static async Task<string[]> AnswersAsync(GatewayInstance gateway, int first, int last)
    {
        List<string> answers = [];
        for (var i = first; i <= last; i++)
        {
            using var response = await gateway.Client.GetAsync($"/r{i}");
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        return [.. answers];
    }
}

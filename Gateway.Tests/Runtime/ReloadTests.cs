using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Tests.LoadBalancing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Runtime;

public sealed class ReloadTests
{
    // The contract's two seconds, and room for a machine that has much else to do.
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_change_of_the_file_takes_effect_within_two_seconds()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(One(a.Address));
        Assert.Equal("a", await gateway.Client.GetStringAsync("/api/x"));

        // A machine that stands still for a moment makes one change late, but not all.
        var fastest = TimeSpan.MaxValue;
        for (var version = 2; version < 7 && fastest > TimeSpan.FromSeconds(2); version++)
        {
            var next = version % 2 == 0 ? b : a;
            var clock = Stopwatch.StartNew();
            await gateway.ReconfigureAsync(One(next.Address));
            await Eventually.BecomesTrueAsync(async () => await gateway.Client.GetStringAsync("/api/x") == next.Name, Limit, "the new target answers");
            fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
            Assert.Equal(version, (int)(await ConfigAsync(gateway))["version"]!);
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Routes_come_and_go_in_one_step()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync($$"""{ "Routes": { "one": { "Path": "/one", "Targets": "{{a.Address}}" } } }""");

        await gateway.ReconfigureAsync($$"""{ "Routes": { "two": { "Path": "/two", "Targets": "{{a.Address}}" }, "three": { "Path": "/three", "Targets": "{{a.Address}}" } } }""");
        await VersionAsync(gateway, 2);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(gateway, "/one"), await StatusAsync(gateway, "/two"), await StatusAsync(gateway, "/three")));
    }

    [Fact]
    public async Task A_route_that_did_not_change_keeps_its_circuit_and_its_turn()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(Two(a, b, retries: 1));
        Assert.Equal(["a", "b", "a"], [await AskAsync(gateway), await AskAsync(gateway), await AskAsync(gateway)]);
        await OpenCircuitAsync(gateway);
        var before = gateway.Gateway.Table.Routes.Single(state => state.Route.Name == "turns");

        await gateway.ReconfigureAsync(Two(a, b, retries: 2));
        await VersionAsync(gateway, 2);

        Assert.Equal("b", await AskAsync(gateway));
        Assert.Same(before, gateway.Gateway.Table.Routes.Single(state => state.Route.Name == "turns"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/dead"));
        Assert.Equal(2, gateway.Gateway.Routes.Single(route => route.Name == "changed").MaxRetries);
    }

    [Fact]
    public async Task A_changed_weight_keeps_the_targets_circuit_and_counts()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SharingTests.Weighted((a, 1), (b, 1)));
        await SharingTests.AskAsync(gateway, 10);

        await gateway.ReconfigureAsync(SharingTests.Weighted((a, 95), (b, 5)));
        await VersionAsync(gateway, 2);

        var targets = JsonNode.Parse(await gateway.Client.GetStringAsync("/gateway/status"))!["routes"]![0]!["targets"]!;
        Assert.Equal((5, 5), ((int)targets[0]!["requests"]!, (int)targets[1]!["requests"]!));
        Assert.Equal((95, 5), ((int)targets[0]!["share"]!, (int)targets[1]!["share"]!));
    }

    internal static async Task VersionAsync(GatewayInstance gateway, int version) => await Eventually.BecomesTrueAsync(
        async () => (int)(await ConfigAsync(gateway))["version"]! == version, Limit, $"config version {version} is in force");

    internal static async Task<JsonNode> ConfigAsync(GatewayInstance gateway) => JsonNode.Parse(await gateway.Client.GetStringAsync("/gateway/status"))!["config"]!;

    internal static string One(string address, string members = "") => $$"""{ "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{address}}" {{members}} } } }""";

    private static string Two(Upstream a, Upstream b, int retries) => $$"""
        { "Routes": {
          "turns": { "Path": "/turns", "Targets": ["{{a.Address}}", "{{b.Address}}"] },
          "dead": { "Path": "/dead", "Targets": "http://127.0.0.1:9", "MaxRetries": 0, "CircuitBreaker": { "MinimumThroughput": 1, "BreakDuration": "00:01:00" } },
          "changed": { "Path": "/changed", "Targets": "{{a.Address}}", "MaxRetries": {{retries}} } } }
        """;

    private static Task<string> AskAsync(GatewayInstance gateway) => gateway.Client.GetStringAsync("/turns");

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway, string path)
    {
        using var response = await gateway.Client.GetAsync(path);
        return response.StatusCode;
    }

    private static async Task OpenCircuitAsync(GatewayInstance gateway)
    {
        Assert.Equal(HttpStatusCode.BadGateway, await StatusAsync(gateway, "/dead"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/dead"));
    }
}

using System.Net;
using Gateway.Tests.Harness;
using Gateway.Tests.Runtime;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Targets;

/// <summary><c>Connections:MaxPerClient</c>: each client has places of its own at a target, behind a trusted proxy too.</summary>
public sealed class ClientLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.1", "203.0.113.2", true)]
    [InlineData("127.0.0.1", "203.0.113.1", "203.0.113.1", false)]
    [InlineData("127.0.0.1", "203.0.113.1", "9.9.9.9, 203.0.113.1", false)]
    [InlineData("127.0.0.1", "2001:db8:0:1::1", "2001:db8:0:2::1", true)]
    [InlineData("127.0.0.1", "2001:db8:0:1::1", "2001:db8:0:1:ffff::1", false)]
    [InlineData("10.0.0.1", "203.0.113.1", "203.0.113.2", false)]
    public async Task A_client_that_holds_its_place_keeps_no_other_from_the_target(string trusted, string first, string second, bool hasPlace)
    {
        TaskCompletionSource release = new();
        await using var upstream = await HeldAsync(release);
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, trusted, "00:00:00.2"));

        // The gateway keeps nothing of a request that is over.
        await AskAsync(gateway, second);
        await TargetStatus.WhenIdleAsync(gateway, 1);
        var held = AskAsync(gateway, first, "/api/held");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 2, Limit, "the first request is at the target");

        using var other = await AskAsync(gateway, second);
        release.SetResult();

        if (hasPlace)
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        else
            await Problem.AssertAsync(other, HttpStatusCode.GatewayTimeout, "pool_timeout");
        Assert.Equal(HttpStatusCode.OK, (await held).StatusCode);
    }

    [Fact]
    public async Task A_place_is_free_again_for_the_client_that_held_it_and_for_one_that_waits()
    {
        TaskCompletionSource release = new();
        await using var upstream = await HeldAsync(release);
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, "127.0.0.1", "00:00:30"));
        var held = AskAsync(gateway, "203.0.113.1", "/api/held");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Limit, "the first request is at the target");
        var waiting = AskAsync(gateway, "203.0.113.1");
        await AskAsync(gateway, "203.0.113.2");
        Assert.False(waiting.IsCompleted);

        release.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await held).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, "203.0.113.1")).StatusCode);
    }

    [Fact]
    public async Task A_place_goes_back_to_its_client_though_the_trusted_proxies_have_changed()
    {
        TaskCompletionSource release = new();
        await using var upstream = await HeldAsync(release);
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, "127.0.0.1", "00:00:00.2"));
        var held = AskAsync(gateway, "203.0.113.1", "/api/held");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Limit, "the first request is at the target");

        await gateway.ReconfigureAsync(Config(upstream, "10.0.0.1", "00:00:00.2"));
        await ReloadTests.VersionAsync(gateway, 2);
        release.SetResult();
        Assert.Equal("upstream", await (await held).Content.ReadAsStringAsync());
        await TargetStatus.WhenIdleAsync(gateway, 1);
        await gateway.ReconfigureAsync(Config(upstream, "127.0.0.1", "00:00:00.2"));
        await ReloadTests.VersionAsync(gateway, 3);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, "203.0.113.1")).StatusCode);
    }

    private static string Config(Upstream upstream, string trusted, string pool) => GatewayConfig.Route(
        upstream.Address,
        $$""" "MaxRetries": 0, "Connections": { "MaxPerClient": 1 }, "Timeouts": { "Pool": "{{pool}}" } """,
        $"\"TrustedProxies\": [ \"{trusted}\" ]");

    private static Task<Upstream> HeldAsync(TaskCompletionSource release) => Upstream.StartAsync(answer: async context =>
    {
        if (context.Request.Path == "/held")
            await release.Task;
        await context.Response.WriteAsync("upstream");
    });

    private static async Task<HttpResponseMessage> AskAsync(GatewayInstance gateway, string client, string path = "/api/x")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", client } } };
        return await gateway.Client.SendAsync(request);
    }
}

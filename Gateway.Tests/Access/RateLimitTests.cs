using System.Net;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Access;

public sealed class RateLimitTests
{
    [Fact]
    public async Task A_client_that_asks_too_often_gets_429_and_when_to_come_again()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, """
            "RateLimit": { "Permits": 3, "Window": "00:10:00" }
            """));

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/x")).StatusCode);
        using var refused = await gateway.Client.GetAsync("/api/x");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(3, upstream.Received.Count);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("10.0.0.1", HttpStatusCode.TooManyRequests)]
    public async Task Behind_a_trusted_proxy_and_no_other_each_client_has_a_limit_of_its_own(string trusted, HttpStatusCode second)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, """
            "RateLimit": { "Permits": 1, "Window": "00:10:00" }
            """, $"\"TrustedProxies\": [ \"{trusted}\" ]"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("203.0.113.1"));
        Assert.Equal(second, await StatusAsync("203.0.113.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("203.0.113.1"));

        async Task<HttpStatusCode> StatusAsync(string client)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/x") { Headers = { { "X-Forwarded-For", client } } };
            using var response = await gateway.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_window_goes_on()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, """
            "RateLimit": { "Permits": 1, "Window": "00:00:00.5" }
            """));
        await gateway.Client.GetAsync("/api/x");

        await Eventually.BecomesTrueAsync(async () => (await gateway.Client.GetAsync("/api/x")).IsSuccessStatusCode, TimeSpan.FromSeconds(10), "allowed again");
    }

    [Fact]
    public async Task Each_subject_has_a_limit_of_its_own()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $$"""
            "Authorization": {{issuer.Settings}}, "RateLimit": { "Permits": 1, "Window": "00:10:00", "Claim": "sub" }
            """));

        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Token(subject: "a")));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TokenTests.StatusAsync(gateway, issuer.Token(subject: "a")));
        Assert.Equal(HttpStatusCode.OK, await TokenTests.StatusAsync(gateway, issuer.Token(subject: "b")));
    }

    [Fact]
    public async Task A_reload_that_leaves_the_limit_as_it_is_gives_nobody_new_permits()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, "00:00:30", 1));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/x")).StatusCode);

        await ReloadAsync(gateway, Config(upstream, "00:00:31", 1));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await gateway.Client.GetAsync("/api/x")).StatusCode);

        await ReloadAsync(gateway, Config(upstream, "00:00:31", 2));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/x")).StatusCode);
    }

    [Fact]
    public async Task Retry_After_is_the_time_at_which_there_is_a_permit()
    {
        ManualTime time = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, "\"RateLimit\": { \"Permits\": 1, \"Window\": \"00:01:00\" }"),
            builder => builder.Services.AddSingleton<TimeProvider>(time));
        await gateway.Client.GetAsync("/api/x");
        time.Advance(TimeSpan.FromSeconds(40));

        using var refused = await gateway.Client.GetAsync("/api/x");
        Assert.Equal(TimeSpan.FromSeconds(20), refused.Headers.RetryAfter?.Delta);

        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/api/x")).StatusCode);
    }

    private static string Config(Upstream upstream, string timeout, int permits) => GatewayConfig.Route(upstream.Address, $$"""
        "Timeout": "{{timeout}}", "RateLimit": { "Permits": {{permits}}, "Window": "00:10:00" }
        """);

    private static async Task ReloadAsync(GatewayInstance gateway, string config)
    {
        var before = gateway.Gateway.Table.Version;
        await gateway.ReconfigureAsync(config);
        await Eventually.BecomesTrueAsync(() => gateway.Gateway.Table.Version > before, TimeSpan.FromSeconds(10), "the change is in force");
    }
}

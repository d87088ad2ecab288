using System.Net;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Access;

/// <summary>Routes that take back with <c>null</c> what <c>Gateway:Defaults</c> ask of clients.</summary>
public sealed class OpenRouteTests
{
    private const string Token = """
        "Authorization": { "Issuer": "https://issuer.example.com", "Audiences": ["a"], "MetadataAddress": "http://127.0.0.1:1/none" }
        """;

    [Fact]
    public async Task Without_Authorization_a_route_is_open_and_the_others_are_not()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, Token, "\"Authorization\": null"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await StatusAsync(gateway, "/open/x"), await StatusAsync(gateway, "/r/x")));
        Assert.Single(upstream.Received);
    }

    [Fact]
    public async Task A_path_that_passes_by_a_route_with_the_inherited_token_through_an_open_one_is_400()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, Token, "\"Authorization\": null", "/{**path}"));

        var response = await RawClient.ExchangeAsync(gateway.Address, "GET //r/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/x"));
        Assert.Single(upstream.Received);
    }

    [Fact]
    public async Task A_change_that_opens_a_route_is_in_force_and_in_the_log()
    {
        using LogLines log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, Token, string.Empty), builder =>
        {
            log.AddTo(builder);
            builder.Logging.AddFilter("Gateway", LogLevel.Information);
        });
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, "/open/x"));

        await gateway.ReconfigureAsync(Config(upstream, Token, "\"Authorization\": null"));

        await Eventually.BecomesTrueAsync(async () => await StatusAsync(gateway, "/open/x") == HttpStatusCode.OK, TimeSpan.FromSeconds(30), "open");
        await Eventually.BecomesTrueAsync(() => log.Lines.Any(line => line.EndsWith("routes: 2; changed open", StringComparison.Ordinal)), TimeSpan.FromSeconds(30), "logged");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, "/r/x"));
    }

    [Fact]
    public async Task Without_RateLimit_a_route_has_no_limit_and_the_others_have()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(Config(upstream, "\"RateLimit\": { \"Permits\": 1, \"Window\": \"00:10:00\" }", "\"RateLimit\": null"));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/open/x"));
            Assert.Equal(i == 0 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, await StatusAsync(gateway, "/r/x"));
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayInstance gateway, string path)
    {
        using var response = await gateway.Client.GetAsync(path);
        return response.StatusCode;
    }

    private static string Config(Upstream upstream, string defaults, string open, string path = "/open/{**path}") => $$"""
        { "Defaults": { {{defaults}} }, "Routes": {
          "r": { "Path": "/r/{**path}", "Targets": "{{upstream.Address}}" },
          "open": { "Path": "{{path}}", "Targets": "{{upstream.Address}}"{{(open.Length == 0 ? open : $", {open}")}} } } }
        """;
}

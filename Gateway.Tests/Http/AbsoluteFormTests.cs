using Gateway.Tests.Harness;

namespace Gateway.Tests.Http;

/// <summary>A target in absolute form (RFC 9112 section 3.2.2) reaches the route that it reaches in origin form.</summary>
public sealed class AbsoluteFormTests
{
    [Theory]
    [InlineData("/public%2Fsecret")]
    [InlineData("/public%2fsecret?x=/public/")]
    [InlineData("/public/secret")]
    [InlineData("/public%20x/%C3%A9")]
    [InlineData("/publi%63/secret")]
    [InlineData("/other/../public/secret")]
    public async Task Both_forms_reach_the_same_route_and_the_same_path(string path)
    {
        await using var open = await Upstream.StartAsync("open");
        await using var other = await Upstream.StartAsync("other");
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "open": { "Path": "/public/{**path}", "Targets": "{{open.Address}}" }, "other": { "Path": "/{**path}", "Targets": "{{other.Address}}" } } }
            """);

        var origin = await AskAsync(gateway, path);
        var absolute = await AskAsync(gateway, "http://gateway" + path);

        Assert.Equal(origin, absolute);
        var targets = open.Received.Concat(other.Received).Select(request => request.Target).Distinct();
        Assert.Single(targets);
    }

    [Fact]
    public async Task An_encoded_NUL_is_malformed()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        Assert.StartsWith("HTTP/1.1 400", await RawClient.ExchangeAsync(gateway.Address, "GET http://gateway/api/%00 HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Empty(upstream.Received);
    }

    private static async Task<string> AskAsync(GatewayInstance gateway, string target)
    {
        var response = await RawClient.ExchangeAsync(gateway.Address, $"GET {target} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        return response.Contains("open", StringComparison.Ordinal) ? "open" : response.Contains("other", StringComparison.Ordinal) ? "other" : response;
    }
}

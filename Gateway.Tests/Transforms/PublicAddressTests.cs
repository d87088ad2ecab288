using Gateway.Tests.Harness;

namespace Gateway.Tests.Transforms;

/// <summary>Of several values, the gateway's address in a redirect and in the session cookie comes from those that trusted proxies have written.</summary>
public sealed class PublicAddressTests
{
    private const string Client = "X-Forwarded-For: 203.0.113.9";
    private const string ClientBehindTwo = "X-Forwarded-For: 203.0.113.9, 10.0.0.2";

    [Theory]

    // One proxy that appends to what the client claims.
    [InlineData("https://shop.example/outer", Client, "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https", "X-Forwarded-Prefix: /evil, /outer")]
    [InlineData("https://shop.example/outer", "X-Forwarded-For: 10.0.0.9, 203.0.113.9", "X-Forwarded-Host: evil.example,shop.example", "X-Forwarded-Proto: http ,https", "X-Forwarded-Prefix: /evil , /outer")]
    [InlineData("http://shop.example", Client, "X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https, http")]
    [InlineData("https://shop.example", Client, "X-Forwarded-Host: evil.example", "X-Forwarded-Host: shop.example", "X-Forwarded-Proto: http", "X-Forwarded-Proto: https")]
    [InlineData("https://shop.example", "X-Forwarded-For: 203.0.113.9:41234", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https")]
    [InlineData("https://shop.example", "X-Forwarded-For: unknown", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https")]
    [InlineData("https://shop.example", "X-Forwarded-For: 10.0.0.2", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https")]

    // Two proxies: https outside, http inside.
    [InlineData("https://shop.example/outer", ClientBehindTwo, "X-Forwarded-Host: shop.example, inner:8080", "X-Forwarded-Proto: https, http", "X-Forwarded-Prefix: /outer, /inner")]
    [InlineData("https://shop.example", "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.2", "X-Forwarded-Host: evil.example, shop.example, inner", "X-Forwarded-Proto: http, https, http")]
    [InlineData("https://shop.example", "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 10.0.0.2", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Host: inner", "X-Forwarded-Proto: https", "X-Forwarded-Proto: http")]
    [InlineData("https://shop.example", "X-Forwarded-For: unknown, 10.0.0.2", "X-Forwarded-Host: evil.example, shop.example, inner", "X-Forwarded-Proto: http, https, http")]
    [InlineData("https://shop.example", "X-Forwarded-For: 203.0.113.9:41234, [::ffff:10.0.0.2]:443", "X-Forwarded-Host: shop.example, inner", "X-Forwarded-Proto: https, http")]

    // The inner proxy passes on the outer one's value, or replaces it.
    [InlineData("https://shop.example", ClientBehindTwo, "X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https")]
    [InlineData("https://shop.example", "X-Forwarded-For: 203.0.113.9, 10.0.0.3, 10.0.0.2", "X-Forwarded-Host: shop.example, inner", "X-Forwarded-Proto: https, http")]
    [InlineData("http://shop.example", ClientBehindTwo, "X-Forwarded-Host: shop.example, inner", "X-Forwarded-Proto: http")]

    // No address of a client: the value of the proxy that connects.
    [InlineData("https://shop.example", "X-Forwarded-Host: shop.example", "X-Forwarded-Proto: https")]
    [InlineData("https://shop.example/outer", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https", "X-Forwarded-Prefix: /evil, /outer")]
    [InlineData("https://shop.example", "X-Forwarded-For:", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https")]
    [InlineData("https://shop.example", "X-Forwarded-For: 10.0.0.2", "X-Forwarded-For:", "X-Forwarded-Host: evil.example, shop.example", "X-Forwarded-Proto: http, https")]

    // An empty value says nothing; the client's claim before it does not count instead.
    [InlineData("http://gateway", Client, "X-Forwarded-Host: evil.example,", "X-Forwarded-Proto: https, ", "X-Forwarded-Prefix: /evil,")]
    [InlineData("http://gateway", Client, "X-Forwarded-Host: evil.example", "X-Forwarded-Host:", "X-Forwarded-Proto: https", "X-Forwarded-Proto:", "X-Forwarded-Prefix: /evil", "X-Forwarded-Prefix:")]
    [InlineData("http://gateway", ClientBehindTwo, "X-Forwarded-Host: evil.example, , inner", "X-Forwarded-Proto: https,,http")]
    [InlineData("http://gateway", Client, "X-Forwarded-Host:", "X-Forwarded-Proto:", "X-Forwarded-Prefix:")]
    [InlineData("https://shop.example", Client, "X-Forwarded-Host: , shop.example", "X-Forwarded-Proto: ,https")]

    // Nor does it when the proxy's own value is no host, no scheme, no path.
    [InlineData("http://gateway", Client, "X-Forwarded-Host: evil.example, a/b", "X-Forwarded-Proto: https, ftp", "X-Forwarded-Prefix: /evil, //outer")]
    public async Task The_address_is_the_one_that_belongs_to_the_clients(string expected, params string[] fields)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 302 Found\r\nLocation: http://target/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(
            upstream.Address, "\"SessionPersistence\": {}, \"RequestHeaders\": { \"Set\": { \"Host\": \"target\" } }", "\"TrustedProxies\": [ \"127.0.0.1\", \"10.0.0.0/8\" ]"));

        var answer = await AskAsync(gateway, fields);

        Assert.Equal(expected, Line(answer, "Location: ").Replace("/api/login", string.Empty, StringComparison.Ordinal));
        Assert.Equal(expected.StartsWith("https:", StringComparison.Ordinal), Line(answer, "Set-Cookie: ").EndsWith("; Secure", StringComparison.Ordinal));
        var prefix = new Uri(expected).AbsolutePath.TrimEnd('/') + "/api";
        Assert.Equal(prefix, Line(Assert.Single(upstream.Heads), "X-Forwarded-Prefix: "));
    }

    private static Task<string> AskAsync(GatewayInstance gateway, string[] fields) =>
        RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: gateway\r\n{string.Concat(fields.Select(field => field + "\r\n"))}Connection: close\r\n\r\n");

    private static string Line(string message, string name) =>
        Assert.Single(message.Split("\r\n"), line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
}

using Gateway.Tests.Harness;
using Gateway.Tests.Matching;

namespace Gateway.Tests.Access;

/// <summary>A preflight request for what the path's routes do not have is refused as the request that it asks for.</summary>
public sealed class RefusedPreflightTests
{
    private const string Cors = "\"Cors\": { \"Origins\": [\"https://app.example\"] }";

    // The path, the method, and the status and Allow of both requests.
    [Theory]
    [InlineData("/a", "DELETE", "405 GET, PUT")]
    [InlineData("/a", "-", "405 GET, PUT")]
    [InlineData("/none", "DELETE", "404 ")]
    [InlineData("/number/7", "DELETE", "405 POST")]
    [InlineData("/number/x", "DELETE", "404 ")]
    [InlineData("/number/x", "POST", "404 ")]
    [InlineData("/tester", "DELETE", "405 POST")]
    [InlineData("/tester", "PUT", "405 POST")]
    [InlineData("/tester", "DELETE", "405 POST, PUT", "X-Tester: yes\r\n")]
    [InlineData("/tester/only", "PUT", "404 ")]
    [InlineData("/tester/only", "GET", "405 PUT", "X-Tester: yes\r\n")]
    [InlineData("/options", "DELETE", "405 GET, OPTIONS")]
    [InlineData("/plain", "DELETE", "405 GET")]
    [InlineData("/health", "DELETE", "405 GET, HEAD")]
    public async Task It_gets_the_status_and_the_methods_of_the_plain_request(string path, string method, string expected, string fields = "")
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(MatchedRoutes.Section(
            upstream.Address,
            ("a", $"\"Path\": \"/a\", \"Methods\": [\"GET\", \"PUT\"], {Cors}"),
            ("number", $"\"Path\": \"/number/{{id:int}}\", \"Methods\": [\"POST\"], {Cors}"),
            ("tester", $"\"Path\": \"/tester\", \"Methods\": [\"PUT\"], \"Match\": {{ \"Headers\": {{ \"X-Tester\": \"yes\" }} }}, {Cors}"),
            ("others", $"\"Path\": \"/tester\", \"Methods\": [\"POST\"], {Cors}"),
            ("only", $"\"Path\": \"/tester/only\", \"Methods\": [\"PUT\"], \"Match\": {{ \"Headers\": {{ \"X-Tester\": \"yes\" }} }}, {Cors}"),
            ("options", $"\"Path\": \"/options\", \"Methods\": [\"GET\", \"OPTIONS\"], {Cors}"),
            ("plain", "\"Path\": \"/plain\", \"Methods\": [\"GET\"]")));

        var plain = await SendAsync(gateway, method, path, fields);
        var preflight = await SendAsync(gateway, "OPTIONS", path, $"{fields}Access-Control-Request-Method: {method}\r\n");

        Assert.Equal((expected, expected), (plain, preflight));
        Assert.Empty(upstream.Received);
    }

    // Without a route with a constraint or Match, the answer of routing is exact.
    [Theory]
    [InlineData("DELETE", "405 GET, PUT")]
    [InlineData("PUT", "204 ")]
    public async Task It_needs_no_route_with_conditions(string method, string expected)
    {
        await using var gateway = await GatewayInstance.StartAsync(MatchedRoutes.Section("http://127.0.0.1:9", ("a", $"\"Path\": \"/a\", \"Methods\": [\"GET\", \"PUT\"], {Cors}")));

        Assert.Equal(expected, await SendAsync(gateway, "OPTIONS", "/a", $"Access-Control-Request-Method: {method}\r\n"));
    }

    // The route without Cors leaves preflight requests to its service, which its methods do not let through.
    [Fact]
    public async Task Where_the_method_is_that_of_a_route_without_CORS_OPTIONS_itself_is_refused()
    {
        await using var gateway = await GatewayInstance.StartAsync(MatchedRoutes.Section(
            "http://127.0.0.1:9", ("a", $"\"Path\": \"/a\", \"Methods\": [\"GET\"], {Cors}"), ("b", "\"Path\": \"/a\", \"Methods\": [\"PUT\"]")));

        Assert.Equal("405 GET, PUT", await SendAsync(gateway, "OPTIONS", "/a", "Access-Control-Request-Method: PUT\r\n"));
    }

    private static async Task<string> SendAsync(GatewayInstance gateway, string method, string path, string fields)
    {
        var answer = await RawClient.ExchangeAsync(gateway.Address, $"{method} {path} HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example\r\n{fields}Connection: close\r\n\r\n");
        var allow = answer.Split("\r\n").SingleOrDefault(line => line.StartsWith("Allow: ", StringComparison.Ordinal));
        return $"{answer.Split(' ')[1]} {allow?["Allow: ".Length..]}";
    }
}

using Gateway.Tests.Harness;

namespace Gateway.Tests.Sessions;

/// <summary>What upstreams get and set of cookies: all but the gateway's.</summary>
public sealed class SessionCookieForwardingTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData("Cookie: gw-r=x", "")]
    [InlineData("Cookie: a=1; gw-r=x; b=\"2, 3\"; c=%20", "Cookie: a=1; b=\"2, 3\"; c=%20")]
    [InlineData("cookie: a=1|Cookie: gw-r=x|COOKIE: b=2", "Cookie: a=1; b=2")]
    [InlineData("Cookie: gw-r=|Cookie: a=1", "Cookie: a=1")]
    [InlineData("Cookie: =;; gw-r; a=gw-r=x; GW-R=1", "Cookie: =;; a=gw-r=x; GW-R=1")]
    [InlineData("Cookie: a=1; =gw-r=x|Cookie: gw-r", "Cookie: a=1")]
    public async Task The_upstream_gets_every_cookie_as_it_was_but_the_gateways(string sent, string received)
    {
        await using RecordingUpstream upstream = new(Answer);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}"));

        await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: a\r\n{sent.Replace("|", "\r\n", StringComparison.Ordinal)}\r\nConnection: close\r\n\r\n");

        Assert.Equal(received, string.Join('|', Assert.Single(upstream.Heads).Split("\r\n").Where(line => line.StartsWith("Cookie:", StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public async Task Crumbs_of_HTTP_2_are_joined_without_the_gateways()
    {
        await using RecordingUpstream upstream = new(Answer);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}"));
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        await client.TrySendAsync(Http2Frame.Get(1, "/api/x", ("cookie", "a=1"), ("cookie", "gw-r=x"), ("cookie", "b=2")));
        await Eventually.BecomesTrueAsync(() => upstream.Heads.Count > 0, TimeSpan.FromSeconds(10), "the request arrives");

        Assert.Contains("\r\nCookie: a=1; b=2\r\n", upstream.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_sends_the_cookie_to_every_route_and_none_of_them_forwards_it()
    {
        await using var upstream = await Upstream.StartAsync("a");
        string Routes(string sessions) => $$"""
            { "Routes": {
                "r": { "Path": "/r", "Targets": "{{upstream.Address}}" {{sessions}} },
                "other": { "Path": "/other", "Targets": "{{upstream.Address}}" } } }
            """;
        await using var gateway = await GatewayInstance.StartAsync(Routes(", \"SessionPersistence\": {}"));

        (await gateway.AskAsync("gw-r=x; a=1", path: "/other")).Dispose();
        Assert.Equal("a=1", upstream.Received.Last().Header("Cookie"));

        // Without sessions it is a cookie like any other.
        await gateway.ReconfigureAsync(Routes(string.Empty));
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                (await gateway.AskAsync("gw-r=x; a=1", path: "/other")).Dispose();
                return upstream.Received.Last().Header("Cookie") == "gw-r=x; a=1";
            },
            TimeSpan.FromSeconds(10), "the cookie is forwarded");
    }

    [Fact]
    public async Task An_upstreams_own_cookies_are_untouched_but_it_cannot_set_the_gateways()
    {
        // A browser sends "=gw-r=mine" as "gw-r=mine".
        string[] forged = ["gw-r=mine; Path=/x", "=gw-r=mine", "= gw-r =mine; Path=/", "==gw-r=mine", "gw-r", "gw-r; Path=/"];
        await using RecordingUpstream upstream = new($"HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\n{string.Concat(forged.Select(cookie => $"Set-Cookie: {cookie}\r\n"))}Set-Cookie: gw-r2=2;  Secure\r\nSet-Cookie: =b=gw-r=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}"));

        var known = await RawClient.ExchangeAsync(gateway.Address, "GET /api/x HTTP/1.1\r\nHost: a\r\nCookie: gw-r=x\r\nConnection: close\r\n\r\n");
        var anew = await RawClient.ExchangeAsync(gateway.Address, "GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        string[] own = ["Set-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "Set-Cookie: gw-r2=2;  Secure", "Set-Cookie: =b=gw-r=1"];
        Assert.Equal(own, SetCookieLines(known));
        Assert.Equal(own, SetCookieLines(anew)[..^1]);
        Assert.Matches(SessionGateway.Cookie(), SetCookieLines(anew)[^1]["Set-Cookie: ".Length..]);
    }

    [Fact]
    public async Task Whatever_a_client_sends_as_its_session_is_only_hashed()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (a, 1), (b, 1)));

        foreach (var value in (string[])["a", "\"quoted\"", "../../etc/passwd", "<script>", "%0d%0aSet-Cookie:x=1", "\u00e4\u00ff", new('x', 8000), "a,b c=d"])
        {
            var answers = new List<string>();
            for (var i = 0; i < 3; i++)
            {
                var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /x HTTP/1.1\r\nHost: a\r\nCookie: gw-r={value}\r\nConnection: close\r\n\r\n");
                Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
                Assert.Empty(SetCookieLines(answer));
                answers.Add(answer.Split("\r\n\r\n")[1]);
            }

            Assert.Single(answers.Distinct());
        }

        Assert.All(a.Received.Concat(b.Received), request => Assert.Null(request.Header("Cookie")));
    }

    private static string[] SetCookieLines(string answer) => [.. answer.Split("\r\n").Where(line => line.StartsWith("Set-Cookie: ", StringComparison.Ordinal))];
}

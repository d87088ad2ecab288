using System.Net;
using System.Text.RegularExpressions;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Sessions;

/// <summary>The gateway's cookie: who gets it, and who does not.</summary>
public sealed class SessionCookieTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task A_client_without_the_cookie_is_given_one_and_stays_with_its_target()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var b = await Upstream.StartAsync("b");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", (a, 1), (b, 1)));

        HashSet<string> ids = [];
        for (var client = 0; client < 8; client++)
        {
            using var first = await gateway.AskAsync(null);
            var cookie = Assert.Single(first.SetCookies());
            Assert.Matches(SessionGateway.Cookie(), cookie);
            Assert.True(ids.Add(cookie));
            for (var i = 0; i < 4; i++)
            {
                using var next = await gateway.AskAsync($"theme=dark; {cookie.Split(';')[0]}");
                Assert.Empty(next.SetCookies());
                Assert.Equal(await first.Content.ReadAsStringAsync(), await next.Content.ReadAsStringAsync());
            }
        }
    }

    [Theory]
    [InlineData("\"SessionName\": \"shop\"", "^shop=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax$")]
    [InlineData("\"LifetimeType\": \"Session\", \"AbsoluteTimeout\": \"1.00:00:00\"", "^gw-r=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax$")]
    [InlineData("\"LifetimeType\": \"Permanent\"", "^gw-r=[0-9a-f]{32}; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax$")]
    [InlineData("\"LifetimeType\": \"Permanent\", \"AbsoluteTimeout\": \"00:30:00\"", "^gw-r=[0-9a-f]{32}; Max-Age=1800; Path=/; HttpOnly; SameSite=Lax$")]
    public async Task The_cookie_has_the_name_and_the_lifetime_of_the_settings(string settings, string expected)
    {
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config($"{{ {settings} }}", (upstream, 1)));

        using var response = await gateway.AskAsync(null);

        Assert.Matches(new Regex(expected), Assert.Single(response.SetCookies()));
    }

    [Theory]
    [InlineData("127.0.0.1", "https", true)]
    [InlineData("127.0.0.1", "http", false)]
    [InlineData("10.0.0.1", "https", false)]
    public async Task Behind_a_proxy_the_cookie_is_secure_when_a_trusted_one_says_https(string trusted, string scheme, bool isSecure)
    {
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}", $"\"TrustedProxies\": [ \"{trusted}\" ]"));

        using var response = await gateway.AskAsync(scheme, "X-Forwarded-Proto", "/api/x");

        Assert.Equal(isSecure, Assert.Single(response.SetCookies()).EndsWith("; SameSite=Lax; Secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Over_TLS_the_cookie_is_secure()
    {
        using TestCertificates certificates = new();
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}"), certificates.Server);
        using var client = Http2Gateway.Client(gateway, certificates.Server);

        using var response = await client.GetAsync("/api/x");

        Assert.EndsWith("; Secure", Assert.Single(response.SetCookies()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_response_of_the_route_gives_the_cookie_errors_and_kept_responses_included_and_once()
    {
        await using var upstream = await Upstream.StartAsync("a", context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.SetCookie = "own=1";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", "\"MaxRetries\": 2, \"CircuitBreaker\": { \"Enabled\": false },", (upstream, 1)));

        using (var failed = await gateway.AskAsync(null))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, failed.StatusCode);
            Assert.Equal(3, upstream.Received.Count);
            Assert.Equal("own=1", failed.SetCookies()[0]);
            Assert.Matches(SessionGateway.Cookie(), failed.SetCookies()[1]);
        }

        await upstream.StopAsync();
        using var refused = await gateway.AskAsync(null);
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Matches(SessionGateway.Cookie(), Assert.Single(refused.SetCookies()));
    }

    [Fact]
    public async Task Who_is_refused_by_an_access_policy_gets_no_cookie()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(SessionGateway.Config("{}", $"\"Authorization\": {issuer.Settings}, \"Cors\": {{}},", (upstream, 1)));
        using HttpRequestMessage preflight = new(HttpMethod.Options, "/x") { Headers = { { "Origin", "https://a" }, { "Access-Control-Request-Method", "GET" } } };

        using var refused = await gateway.AskAsync(null);
        using var allowed = await gateway.Client.SendAsync(preflight);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.NoContent), (refused.StatusCode, allowed.StatusCode));
        Assert.Empty(refused.SetCookies());
        Assert.Empty(allowed.SetCookies());
    }

    // Lines of the request, and those that the upstream gets.
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

    [Fact]
    public async Task The_cookie_of_a_route_in_code_is_named_after_it_in_characters_of_a_cookie()
    {
        await using var upstream = await Upstream.StartAsync("a", protocols: HttpProtocols.Http1);
        await using var app = await CodeApp.StartAsync(gateway => gateway.AddRoute("a:[1].b", "/{**path}", route => route.To(upstream.Address).PersistSessions(lifetime: TimeSpan.FromMinutes(1))));

        using var response = await app.Client.GetAsync("/x");

        Assert.Matches("^gw-a__1_\\.b=[0-9a-f]{32}; Max-Age=60; ", Assert.Single(response.SetCookies()));
    }

    private static string[] SetCookieLines(string answer) => [.. answer.Split("\r\n").Where(line => line.StartsWith("Set-Cookie: ", StringComparison.Ordinal))];
}

using System.Net;
using System.Text.RegularExpressions;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Sessions;

/// <summary>The gateway's cookie: who gets it, and what it says.</summary>
public sealed class SessionCookieTests
{
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
    [InlineData("127.0.0.1", "WSS", true)]
    [InlineData("10.0.0.1", "wss", false)]
    public async Task Behind_a_proxy_the_cookie_is_secure_when_a_trusted_one_says_https(string trusted, string scheme, bool isSecure)
    {
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}", $"\"TrustedProxies\": [ \"{trusted}\" ]"));

        using var response = await gateway.AskAsync(scheme, "X-Forwarded-Proto", "/api/x");

        Assert.Equal(isSecure, Assert.Single(response.SetCookies()).EndsWith("; SameSite=Lax; Secure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handshake_of_a_WebSocket_behind_a_proxy_that_calls_its_scheme_wss_gives_a_secure_cookie()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}", "\"TrustedProxies\": [ \"127.0.0.1\" ]"));

        var answer = await RawClient.ExchangeAsync(
            gateway.Address,
            "GET /api/x HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Forwarded-Proto: wss\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Matches("\r\nSet-Cookie: gw-r=[^\r]*; Secure\r\n", answer);
        Assert.Contains("\r\nX-Forwarded-Proto: wss\r\n", Assert.Single(upstream.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("ws", false)]
    public async Task Over_TLS_the_cookie_is_secure_unless_a_trusted_proxy_says_that_the_client_is_not(string? scheme, bool isSecure)
    {
        using TestCertificates certificates = new();
        await using var upstream = await Upstream.StartAsync("a");
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"SessionPersistence\": {}", "\"TrustedProxies\": [ \"127.0.0.1\" ]"), certificates.Server);
        using var client = Http2Gateway.Client(gateway, certificates.Server);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-Proto", scheme);

        using var response = await client.GetAsync("/api/x");

        Assert.Equal(isSecure, Assert.Single(response.SetCookies()).EndsWith("; Secure", StringComparison.Ordinal));
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
    [Fact]
    public async Task The_cookie_of_a_route_in_code_is_named_after_it_in_characters_of_a_cookie()
    {
        await using var upstream = await Upstream.StartAsync("a", protocols: HttpProtocols.Http1);
        await using var app = await CodeApp.StartAsync(gateway => gateway.AddRoute("a:[1].b", "/{**path}", route => route.To(upstream.Address).PersistSessions(lifetime: TimeSpan.FromMinutes(1))));

        using var response = await app.Client.GetAsync("/x");

        Assert.Matches("^gw-a__1_\\.b=[0-9a-f]{32}; Max-Age=60; ", Assert.Single(response.SetCookies()));
    }
}

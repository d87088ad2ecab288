using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

/// <summary>Each kind of condition over a socket. Route <c>m</c> has the conditions, route <c>rest</c> has none.</summary>
public sealed class MatchTests
{
    [Theory]
    [InlineData("api.example.com", "Host: api.example.com", true)]
    [InlineData("api.example.com", "Host: API.Example.COM:8080", true)]
    [InlineData("API.example.com", "Host: api.example.com.", true)]
    [InlineData("xn--bcher-kva.example", "Host: XN--bcher-kva.example:8080", true)]
    [InlineData("xn--bcher-kva.example", "Host: xn--bcher-kva.example", true)]
    [InlineData("*.example.org", "Host: xn--bcher-kva.example.org", true)]
    [InlineData("*.example.org", "Host: xn--zzzzz-.example.org", true)]
    [InlineData("api.example.com", "Host: xn--zzzzz-.example.org", false)]
    [InlineData("api.example.com", "Host: api.example.com.evil.org", false)]
    [InlineData("api.example.com", "Host: xapi.example.com", false)]
    [InlineData("api.example.com", "Host:", false)]
    [InlineData("*.example.org", "Host: a.example.org:443", true)]
    [InlineData("*.example.org", "Host: a.b.EXAMPLE.org", true)]
    [InlineData("*.example.org", "Host: example.org", false)]
    [InlineData("*.example.org", "Host: badexample.org", false)]
    [InlineData("[2001:db8::1]", "Host: [2001:DB8::1]", true)]
    [InlineData("[2001:db8::1]", "Host: [2001:db8::1]:8001", true)]
    [InlineData("[2001:db8::1]", "Host: [2001:db8::2]", false)]
    [InlineData("[2001:db8::1]", "Host: [2001:0DB8:0::0001]:80", true)]
    [InlineData("[::ffff:192.0.2.1]", "Host: [::ffff:c000:201]", true)]
    [InlineData("[::1]", "Host: [::2]", false)]
    [InlineData("[::1]", "Host: 127.0.0.1", false)]
    [InlineData("192.0.2.1", "Host: 192.0.2.1:80", true)]
    [InlineData("api.example.com", "Host: api.example.com..", false)]
    [InlineData("api.example.com", "Host: .api.example.com", false)]
    [InlineData("*.example.org", "Host: a.example.org..", false)]
    [InlineData("*.example.org", "Host: .example.org", false)]
    [InlineData("*.example.org", "Host: ..example.org", false)]
    [InlineData("*.example.org", "Host: a..example.org", false)]
    [InlineData("*.example.org", "Host: .a.example.org", false)]
    [InlineData("*.example.org", "Host: a..b.example.org", false)]
    public async Task Hosts_are_compared_without_port_and_case(string host, string fields, bool fits) =>
        await AssertAsync($$"""{ "Hosts": ["other.example", "{{host}}"] }""", "/x", fields, fits);

    [Theory]
    [InlineData("\"yes\"", "x-TESTER: yes", true)]
    [InlineData("\"yes\"", "X-Tester: Yes", false)]
    [InlineData("\"yes\"", "X-Tester: yes,no", false)]
    [InlineData("\"yes\"", "X-Tester: no\nX-Tester:   yes ", true)]
    [InlineData("\"yes\"", "X-Tester: yess", false)]
    [InlineData("\"yes\"", "X-Other: yes", false)]
    [InlineData("[\"a\", \"b\"]", "X-Tester: b", true)]
    [InlineData("[\"a\", \"b\"]", "X-Tester: c", false)]
    [InlineData("\"*\"", "X-Tester:", true)]
    [InlineData("\"*\"", "X-Tester: anything", true)]
    [InlineData("\"*\"", "X-Testers: anything", false)]
    [InlineData("\"abc*\"", "X-Tester: abc", true)]
    [InlineData("\"abc*\"", "X-Tester: abcdef", true)]
    [InlineData("\"abc*\"", "X-Tester: ab", false)]
    [InlineData("\"abc*\"", "X-Tester: ABCD", false)]
    public async Task Headers_are_compared_line_by_line(string value, string fields, bool fits) =>
        await AssertAsync($$"""{ "Headers": { "X-Tester": {{value}} } }""", "/x", $"Host: a\n{fields}", fits);

    [Theory]
    [InlineData("\"1\"", "Cookie: beta=1", true)]
    [InlineData("\"1\"", "Cookie: a=b; beta=1; c=d", true)]
    [InlineData("\"1\"", "Cookie: a=b\nCookie: c=d;beta=1", true)]
    [InlineData("\"1\"", "Cookie: beta=0; beta=1", true)]
    [InlineData("\"1\"", "Cookie: beta=0\nCookie: beta=1", true)]
    [InlineData("\"1\"", "Cookie: beta=\"1\"", false)]
    [InlineData("\"\\\"1\\\"\"", "Cookie: beta=\"1\"", true)]
    [InlineData("\"1\"", "Cookie: Beta=1", false)]
    [InlineData("\"1\"", "Cookie: abeta=1", false)]
    [InlineData("\"1\"", "Cookie: beta=%31", false)]
    [InlineData("[\"1\", \"2*\"]", "Cookie: beta=23", true)]
    [InlineData("\"*\"", "Cookie: beta=", true)]
    [InlineData("\"*\"", "Cookie: beta", false)]
    [InlineData("\"*\"", "Cookie: ;;=; ;beta", false)]
    [InlineData("\"a=b\"", "Cookie: beta=a=b", true)]
    public async Task Cookies_are_compared_as_they_are_sent(string value, string fields, bool fits) =>
        await AssertAsync($$"""{ "Cookies": { "beta": {{value}} } }""", "/x", $"Host: a\n{fields}", fits);

    // A client's bytes: \u00c3\u00a9 is \u00e9 in UTF-8.
    [Theory]
    [InlineData("\u00e9", "caf: \u00c3\u00a9", "caf=\u00c3\u00a9", "caf=%C3%A9", true)]
    [InlineData("\u00e9*", "caf: \u00c3\u00a9t\u00c3\u00a9", "caf=\u00c3\u00a9t\u00c3\u00a9", "caf=%C3%A9t%C3%A9", true)]
    [InlineData("\u00e0", "caf: \u00c3\u00a0", "caf=\u00c3\u00a0", "caf=%C3%A0", true)]
    [InlineData("\u65e5", "caf: \u00e6\u0097\u00a5", "caf=\u00e6\u0097\u00a5", "caf=%E6%97%A5", true)]
    [InlineData("\u00e9", "caf: \u00e9", "caf=\u00e9", "caf=%E9", false)]
    [InlineData("\u00e9", "caf: e", "caf=e", "caf=e", false)]
    public async Task Characters_beyond_ASCII_are_compared_as_UTF8(string value, string header, string cookie, string query, bool fits)
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("header", $$""" "Path": "/header", "Match": { "Headers": { "caf": "{{value}}" } } """),
            ("cookie", $$""" "Path": "/cookie", "Match": { "Cookies": { "caf": "{{value}}" } } """),
            ("query", $$""" "Path": "/query", "Match": { "Query": { "caf": "{{value}}" } } """));

        Assert.Equal(fits ? "header" : "404", await routes.TakesAsync("/header", $"Host: a\n{header}"));
        Assert.Equal(fits ? "cookie" : "404", await routes.TakesAsync("/cookie", $"Host: a\nCookie: {cookie}"));
        Assert.Equal(fits ? "query" : "404", await routes.TakesAsync($"/query?{query}", "Host: a"));
    }

    [Theory]
    [InlineData("Upgrade", "websocket", "Upgrade: websocket")]
    [InlineData("TE", "trailers, deflate", "TE: trailers, deflate")]
    [InlineData("Keep-Alive", "timeout=5", "Keep-Alive: timeout=5")]
    [InlineData("Content-Length", "0", "Content-Length: 0")]
    [InlineData("X-Content-Length", "7", "X-Content-Length: 7")]
    [InlineData("Transfer-Encoding", "chunked", "Transfer-Encoding: chunked\nConnection: close\n\n0\nX-Trailer: 1")]
    [InlineData("Expect", "100-continue", "Expect: 100-continue\nContent-Length: 0")]
    [InlineData("Via", "1.1 proxy", "Via: 1.1 proxy")]
    [InlineData("X-Forwarded-For", "192.0.2.1, 192.0.2.2", "X-Forwarded-For: 192.0.2.1, 192.0.2.2")]
    [InlineData("X-Forwarded-Proto", "https", "X-Forwarded-Proto: https")]
    [InlineData("X-Forwarded-Host", "shop.example", "X-Forwarded-Host: shop.example")]
    [InlineData("Forwarded", "for=192.0.2.1;proto=https", "Forwarded: for=192.0.2.1;proto=https")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("Cookie", "b=1;a=2", "Cookie: b=1;a=2")]
    [InlineData("host", "a:8080", "Connection: x")]
    public async Task Headers_that_the_gateway_or_the_server_reads_are_compared_as_they_are_sent(string name, string value, string fields) =>
        await AssertAsync($$"""{ "Headers": { "{{name}}": "{{value}}" } }""", "/x", $"Host: a:8080\n{fields}", fits: true);

    [Theory]
    [InlineData("\"*\"", "?preview", true)]
    [InlineData("\"*\"", "?preview=", true)]
    [InlineData("\"*\"", "?Preview=1", false)]
    [InlineData("\"*\"", "?x=preview", false)]
    [InlineData("\"*\"", "", false)]
    [InlineData("\"a b\"", "?preview=a+b", true)]
    [InlineData("\"a b\"", "?preview=a%20b", true)]
    [InlineData("\"a b\"", "?%70review=a%20b", true)]
    [InlineData("\"a\"", "?preview=A", false)]
    [InlineData("\"a\"", "?preview=b&x=1&preview=a", true)]
    [InlineData("[\"a\", \"b\"]", "?preview=b", true)]
    public async Task Query_parameters_are_compared_decoded(string value, string query, bool fits) =>
        await AssertAsync($$"""{ "Query": { "preview": {{value}} } }""", "/x" + query, "Host: a", fits);

    [Fact]
    public async Task Everything_that_is_stated_must_hold()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("m", """ "Path": "/{**path}", "Match": { "Hosts": ["h"], "Headers": { "X-A": "1", "X-B": "*" }, "Cookies": { "0": "1" }, "Query": { "q": "1" } } """),
            ("rest", "\"Path\": \"/{**path}\""));

        Assert.Equal("m", await routes.TakesAsync("/x?q=1", "Host: h\nX-A: 1\nX-B: 2\nCookie: 0=1"));
        Assert.Equal("rest", await routes.TakesAsync("/x?q=1", "Host: i\nX-A: 1\nX-B: 2\nCookie: 0=1"));
        Assert.Equal("rest", await routes.TakesAsync("/x?q=1", "Host: h\nX-A: 2\nX-B: 2\nCookie: 0=1"));
        Assert.Equal("rest", await routes.TakesAsync("/x?q=1", "Host: h\nX-A: 1\nCookie: 0=1"));
        Assert.Equal("rest", await routes.TakesAsync("/x?q=1", "Host: h\nX-A: 1\nX-B: 2\nCookie: 0=2"));
        Assert.Equal("rest", await routes.TakesAsync("/x?q=2", "Host: h\nX-A: 1\nX-B: 2\nCookie: 0=1"));
    }

    [Fact]
    public async Task A_header_a_cookie_and_a_query_parameter_of_one_name_are_three_conditions()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("m", """ "Path": "/{**path}", "Match": { "Headers": { "n": "1" }, "Cookies": { "n": "2" }, "Query": { "n": "3" } } """), ("rest", "\"Path\": \"/{**path}\""));

        Assert.Equal("m", await routes.TakesAsync("/x?n=3", "Host: h\nN: 1\nCookie: n=2"));
        Assert.Equal("rest", await routes.TakesAsync("/x?n=1", "Host: h\nN: 1\nCookie: n=1"));
        Assert.Equal("rest", await routes.TakesAsync("/x?n=1", "Host: h\nN: 1\nCookie: n=2"));
    }

    [Fact]
    public async Task In_code_names_of_cookies_and_query_parameters_may_differ_only_in_case()
    {
        await using var upstream = await Upstream.StartAsync("rest");
        await using var matched = await Upstream.StartAsync("m");
        await using var app = await CodeApp.StartAsync(gateway => gateway
            .AddRoute("m", "/{**path}", route => route.To(matched.Address).MatchCookie("c", "1").MatchCookie("C", "2").MatchQuery("q", "1").MatchQuery("Q", "2"))
            .AddRoute("rest", "/{**path}", route => route.To(upstream.Address)));

        Assert.Equal("m", await GetAsync("/x?q=1&Q=2", "c=1; C=2"));
        Assert.Equal("rest", await GetAsync("/x?q=1&Q=1", "c=1; C=2"));
        Assert.Equal("rest", await GetAsync("/x?q=1&Q=2", "c=1; C=1"));

        async Task<string> GetAsync(string path, string cookies)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Add("Cookie", cookies);
            using var response = await app.Client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Over_HTTP2_the_authority_is_the_host()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await Http2Gateway.StartAsync(MatchedRoutes.Section(
            upstream.Address, ("m", """ "Path": "/{**path}", "Match": { "Hosts": ["api.example.com"], "Headers": { "X-Tester": "yes" } } """), ("rest", "\"Path\": \"/{**path}\"")));
        using var client = Http2Gateway.Client(gateway);

        foreach (var (host, route) in ((string, string)[])[("API.example.com:80", "m"), ("www.example.com", "rest")])
            Assert.Equal(route, await RouteOfAsync(client, host));

        static async Task<string> RouteOfAsync(HttpClient client, string host)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/x") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Host = host;
            request.Headers.Add("x-tester", "yes");
            using var response = await client.SendAsync(request);
            return Assert.Single(response.Headers.GetValues("X-Route"));
        }
    }

    [Fact]
    public async Task In_absolute_form_the_targets_host_counts()
    {
        await using var routes = await MatchedRoutes.StartAsync(("m", "\"Path\": \"/{**path}\", \"Match\": { \"Hosts\": [\"h\"] }"), ("rest", "\"Path\": \"/{**path}\""));

        Assert.Equal("m", await routes.TakesAsync("http://h/x", "Host: h"));
        Assert.Equal("rest", await routes.TakesAsync("http://i/x", "Host: i"));
    }

    [Fact]
    public async Task Thousands_of_cookies_and_query_parameters_are_searched()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("m", """ "Path": "/{**path}", "Match": { "Cookies": { "c": "1" }, "Query": { "q": "1" } } """), ("rest", "\"Path\": \"/{**path}\""));
        var query = string.Concat(Enumerable.Repeat("%71=2&", 1000));
        var cookies = string.Concat(Enumerable.Repeat("c=2;", 4000));

        Assert.Equal("m", await routes.TakesAsync($"/x?{query}q=1", $"Host: a\nCookie: {cookies}c=1"));
        Assert.Equal("rest", await routes.TakesAsync($"/x?{query}q=3", $"Host: a\nCookie: {cookies}c=1"));
    }

    private static async Task AssertAsync(string match, string target, string fields, bool fits)
    {
        await using var routes = await MatchedRoutes.StartAsync(("m", $"\"Path\": \"/{{**path}}\", \"Match\": {match}"), ("rest", "\"Path\": \"/{**path}\""));

        Assert.Equal(fits ? "m" : "rest", await routes.TakesAsync(target, fields));
    }
}

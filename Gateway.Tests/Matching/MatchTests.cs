using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

/// <summary>Each kind of condition over a socket. Route <c>m</c> has the conditions, route <c>rest</c> has none.</summary>
public sealed class MatchTests
{
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
        await MatchedRoutes.AssertFitsAsync($$"""{ "Headers": { "X-Tester": {{value}} } }""", "/x", $"Host: a\n{fields}", fits);

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
        await MatchedRoutes.AssertFitsAsync($$"""{ "Cookies": { "beta": {{value}} } }""", "/x", $"Host: a\n{fields}", fits);

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
        await MatchedRoutes.AssertFitsAsync($$"""{ "Headers": { "{{name}}": "{{value}}" } }""", "/x", $"Host: a:8080\n{fields}", fits: true);

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
        await MatchedRoutes.AssertFitsAsync($$"""{ "Query": { "preview": {{value}} } }""", "/x" + query, "Host: a", fits);

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
    public async Task Thousands_of_cookies_and_query_parameters_are_searched()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("m", """ "Path": "/{**path}", "Match": { "Cookies": { "c": "1" }, "Query": { "q": "1" } } """), ("rest", "\"Path\": \"/{**path}\""));
        var query = string.Concat(Enumerable.Repeat("%71=2&", 1000));
        var cookies = string.Concat(Enumerable.Repeat("c=2;", 4000));

        Assert.Equal("m", await routes.TakesAsync($"/x?{query}q=1", $"Host: a\nCookie: {cookies}c=1"));
        Assert.Equal("rest", await routes.TakesAsync($"/x?{query}q=3", $"Host: a\nCookie: {cookies}c=1"));
    }
}

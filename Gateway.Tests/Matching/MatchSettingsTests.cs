using Gateway.Proxy.Configuration;
using Gateway.Proxy.Routes;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

public sealed class MatchSettingsTests
{
    [Theory]
    [InlineData("\"Match\": { \"Hosts\": [\"http://a.example\"] }", "Match:Hosts:0", "a host without scheme and port: api.example.com, *.example.org")]
    [InlineData("\"Match\": { \"Hosts\": [\"a.example:80\"] }", "Match:Hosts:0", "a host without scheme and port")]
    [InlineData("\"Match\": { \"Hosts\": [\"*\"] }", "Match:Hosts:0", "*.example.org for its subdomains")]
    [InlineData("\"Match\": { \"Hosts\": [\"a.*.example\"] }", "Match:Hosts:0", "*.example.org for its subdomains")]
    [InlineData("\"Match\": { \"Hosts\": [\"a..example\"] }", "Match:Hosts:0", "a host")]
    [InlineData("\"Match\": { \"Hosts\": [\"b\u00fccher.example\"] }", "Match:Hosts:0", "an international name in its xn-- form")]
    [InlineData("\"Match\": { \"Hosts\": [\"::1\"] }", "Match:Hosts:0", "[2001:db8::1]")]
    [InlineData("\"Match\": { \"Hosts\": [\"[0:0:0:0:0:0:0:1]\"] }", "Match:Hosts:0", "[2001:db8::1]")]
    [InlineData("\"Match\": { \"Hosts\": [\"[::1]:80\"] }", "Match:Hosts:0", "without scheme and port")]
    [InlineData("\"Match\": { \"Hosts\": [] }", "Match:Hosts", "null for all hosts")]
    [InlineData("\"Match\": { \"Hosts\": \"a.example\" }", "Match:Hosts", "a list")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": [] } }", "Match:Headers:X-A", "is empty; allowed: ")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"\" } }", "Match:Headers:X-A", "is empty; allowed: ")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": {} } }", "Match:Headers:X-A", "is empty; allowed: ")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": [\"a\", \"\"] } }", "Match:Headers:X-A:1", "* for any value")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"a*b\" } }", "Match:Headers:X-A", "no * elsewhere")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"*b\" } }", "Match:Headers:X-A", "no * elsewhere")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"a**\" } }", "Match:Headers:X-A", "no * elsewhere")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \" a\" } }", "Match:Headers:X-A", "surrounding blanks")]
    [InlineData("\"Match\": { \"Headers\": { \"X A\": \"a\" } }", "Match:Headers:X A", "a name of letters")]
    [InlineData("\"Match\": { \"Headers\": { \"\": \"a\" } }", "Match:Headers:", "a name of letters")]
    [InlineData("\"Match\": { \"Headers\": { \"connection\": \"Upgrade\" } }", "Match:Headers:connection", "\"connection\" is not allowed: it is about the client's connection and ends at the gateway, which changes it; Upgrade tells handshakes of WebSockets")]
    [InlineData("\"Match\": { \"Headers\": { \"Connection\": [\"close\", \"keep-alive\"] } }", "Match:Headers:Connection", "\"Connection\" is not allowed: ")]
    [InlineData("\"Match\": { \"Headers\": { \"Max-Forwards\": \"*\" } }", "Match:Headers:Max-Forwards", "the gateway counts it down")]
    [InlineData("\"Match\": { \"Headers\": { \"X-Correlation-ID\": \"*\" } }", "Match:Headers:X-Correlation-ID", "use a header of your own")]
    [InlineData("\"Match\": { \"Headers\": { \":authority\": \"a\" } }", "Match:Headers::authority", "a name of letters")]
    [InlineData("\"Match\": { \"Headers\": \"X-A\" }", "Match:Headers", "an object of names")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": { \"is\": \"a\" } } }", "Match:Headers:X-A", "an object (\"is\") is not allowed here; allowed: a text without control characters and surrounding blanks; * for any value, abc* for each value that begins with abc, no * elsewhere; or a list of them")]
    [InlineData("\"Match\": { \"Cookies\": { \"c\": \"a;b\" } }", "Match:Cookies:c", "without semicolons")]
    [InlineData("\"Match\": { \"Cookies\": { \"a=b\": \"1\" } }", "Match:Cookies:a=b", "a name of letters")]
    [InlineData("\"Match\": { \"Query\": { \"\": \"1\" } }", "Match:Query:", "a text that is not empty")]
    [InlineData("\"Match\": { \"Query\": { \"a:0\": \"1\" } }", "Match:Query:a:0", "has no colon")]
    [InlineData("\"Match\": { \"Query\": { \"a:0\": \"1\", \"a\": \"2\" } }", "Match:Query:a:0", "has no colon")]
    [InlineData("\"Match\": { \"Query\": { \"a:b\": [\"1\"] } }", "Match:Query:a:b", "has no colon")]
    [InlineData("\"Match\": { \"Query\": { \":\": \"1\" } }", "Match:Query::", "has no colon")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A:0\": \"1\" } }", "Match:Headers:X-A:0", "a name of letters")]
    [InlineData("\"Match\": { \"Cookies\": { \"c:0\": \"1\" } }", "Match:Cookies:c:0", "a name of letters")]
    [InlineData("\"Match\": { \"Header\": { \"X-A\": \"1\" } }", "Match:Header", "did you mean \"Headers\"?")]
    [InlineData("\"Order\": 1000001", "Order", "from -1000000 to 1000000")]
    [InlineData("\"Order\": \"first\"", "Order", "a whole number")]
    public void What_is_not_allowed_is_an_error_that_says_what_is(string member, string path, string allowed)
    {
        var problem = Assert.Single(ConfigText.Problems(ConfigText.Route(member)));

        Assert.Equal($"Gateway:Routes:r:{path}", problem.Path);
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_has_at_most_253_characters()
    {
        static string Route(int length) => ConfigText.Route($$""" "Match": { "Hosts": ["{{string.Concat(Enumerable.Repeat("a.", length / 2))}}b"] } """);

        Assert.Equal(253, Assert.Single(ConfigText.Read(Route(253)).Routes).Match.Hosts[0].Length);
        Assert.Equal("Gateway:Routes:r:Match:Hosts:0", Assert.Single(ConfigText.Problems(Route(255))).Path);
    }

    [Fact]
    public void The_same_rules_hold_for_a_route_in_code()
    {
        GatewayRoute route = new()
        {
            Name = "r",
            Path = "/a",
            Targets = [RouteTarget.At(new("http://t"))],
            Match = new() { Hosts = ["a:80"], Headers = new Dictionary<string, IReadOnlyList<string>> { ["X-A"] = [], ["X-B"] = ["a*b"], ["Connection"] = ["Upgrade"] }, Query = new Dictionary<string, IReadOnlyList<string>> { ["a:0"] = ["1"], ["b"] = ["1"] } },
        };

        var errors = Assert.Throws<GatewayConfigurationException>(() => RouteModel.CheckUnrouted(route)).Errors;

        Assert.Equal(["Match:Headers:Connection", "Match:Headers:X-A", "Match:Headers:X-B", "Match:Hosts:0", "Match:Query:a:0"], errors.Select(error => error.Path["Gateway:Routes:r:".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cookie_and_a_query_parameter_may_be_called_like_a_header_that_the_gateway_changes() =>
        Assert.Equal(2, ConfigText.ReadRoute("""  "Match": { "Cookies": { "Connection": "1" }, "Query": { "Connection": "1" } }  """).Match.Conditions);

    [Fact]
    public void A_later_file_adds_conditions_replaces_values_and_takes_a_name_back_even_if_names_are_numbers()
    {
        static string File(string match) => $$"""{ "Gateway": { "Routes": { "r": { "Path": "/a", "Targets": "http://t", "Match": {{match}} } } } }""";

        var match = Assert.Single(ConfigText.ReadFiles(
            File("""{ "Hosts": ["a", "b"], "Cookies": { "0": "x", "1": ["y", "z"] }, "Headers": { "X-A": "1", "X-B": "1" } }"""),
            File("""{ "Hosts": ["c"], "Cookies": { "0": ["v"] }, "Query": { "0": "q" }, "Headers": { "X-B": null } }""")).Routes).Match;

        Assert.Equal(["c"], match.Hosts);
        Assert.Equal(["0=v", "1=y|z"], match.Cookies.Select(Text).Order(StringComparer.Ordinal));
        Assert.Equal(["0=q"], match.Query.Select(Text));
        Assert.Equal(["X-A=1"], match.Headers.Select(Text));
        static string Text(KeyValuePair<string, IReadOnlyList<string>> pair) => $"{pair.Key}={string.Join('|', pair.Value)}";
    }

    [Theory]
    [InlineData("Query")]
    [InlineData("Cookies")]
    public void Names_that_differ_only_in_case_cannot_both_be_configured(string kind)
    {
        string File(string name, string value) => $$"""{ "Gateway": { "Routes": { "r": { "Path": "/a", "Targets": "http://t", "Match": { "{{kind}}": { "{{name}}": {{value}} } } } } } }""";

        var error = Assert.Single(Assert.Throws<GatewayConfigurationException>(() => ConfigText.ReadFiles(File("q", "\"1\""), File("Q", "[\"2\"]"))).Errors);
        Assert.Equal($"Gateway:Routes:r:Match:{kind}:q", error.Path);
        Assert.Contains("is \"Q\" in another source", error.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: one spelling", error.Message, StringComparison.Ordinal);

        var duplicate = Assert.Throws<FormatException>(() => ConfigText.ReadFiles(File("q", "\"1\", \"Q\": \"2\"")));
        Assert.EndsWith("Keys that differ only in case are the same; allowed: each key once, several values as a list", ConfigurationFiles.Describe("f", duplicate), StringComparison.Ordinal);

        var match = Assert.Single(ConfigText.ReadFiles(File("q", "\"1\""), File("q", "\"3\"")).Routes).Match;
        Assert.Equal(["3"], (kind == "Query" ? match.Query : match.Cookies)["q"]);
    }

    [Fact]
    public void A_header_is_the_same_in_any_case()
    {
        static string File(string name) => $$"""{ "Gateway": { "Routes": { "r": { "Path": "/a", "Targets": "http://t", "Match": { "Headers": { "{{name}}": "{{name}}" } } } } } }""";

        Assert.Equal(["X-a"], Assert.Single(ConfigText.ReadFiles(File("X-A"), File("X-a")).Routes).Match.Headers["x-A"]);
    }

    [Fact]
    public async Task A_route_in_code_is_the_same_as_one_in_JSON()
    {
        var json = ConfigText.ReadRoute("""
            "Order": 3, "Match": { "Hosts": ["a", "*.b"], "Headers": { "X-A": "*", "X-B": ["1", "2*"] }, "Cookies": { "c": "1" }, "Query": { "q": "*" } }
            """);
        await using var app = await CodeApp.StartAsync(gateway => gateway.AddRoute("r", "/api/r/{**path}", route => route
            .To("http://t").MatchHost("a", "*.b").MatchHeader("X-A").MatchHeader("X-B", "1", "2*").MatchCookie("c", "1").MatchQuery("q").Order(3)));

        Assert.Equal(RouteFingerprint.Of(json), RouteFingerprint.Of(Assert.Single(app.Gateway.Routes)));
    }

    [Fact]
    public void In_code_another_call_with_the_name_adds_values_and_hosts_must_be_named()
    {
        var match = Build(route => route.MatchHeader("X-A", "1").MatchHeader("x-a", "2").MatchCookie("c", "1").MatchCookie("C", "2").MatchQuery("q").MatchQuery("q", "1"));

        Assert.Equal(["1", "2"], Assert.Single(match.Headers).Value);
        Assert.Equal(["c", "C"], match.Cookies.Keys);
        Assert.Equal(["*", "1"], match.Query["q"]);
        Assert.Throws<ArgumentException>(() => Build(route => route.MatchHost()));
    }

    private static MatchSettings Build(Action<GatewayRouteBuilder> configure)
    {
        GatewayRouteBuilder builder = new(new GatewayRoute { Name = "r", Path = "/a", Targets = [] });
        configure(builder);
        return builder.Build().Match;
    }
}

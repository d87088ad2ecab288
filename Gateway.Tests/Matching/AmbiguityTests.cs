using Gateway.Tests.Configuration;

namespace Gateway.Tests.Matching;

public sealed class AmbiguityTests
{
    [Theory]
    [InlineData("\"Headers\": { \"X-A\": \"1\" }", "\"Headers\": { \"X-A\": \"1\" }")]
    [InlineData("\"Headers\": { \"X-A\": \"1\" }", "\"Headers\": { \"x-a\": [\"0\", \"1\"] }")]
    [InlineData("\"Headers\": { \"X-A\": \"1\" }", "\"Headers\": { \"X-A\": \"*\" }")]
    [InlineData("\"Headers\": { \"X-A\": \"ab*\" }", "\"Headers\": { \"X-A\": \"abc*\" }")]
    [InlineData("\"Headers\": { \"X-A\": \"1\" }", "\"Headers\": { \"X-B\": \"2\" }")]
    [InlineData("\"Headers\": { \"X-A\": \"1\" }", "\"Cookies\": { \"X-A\": \"2\" }")]
    [InlineData("\"Cookies\": { \"c\": \"1\" }", "\"Cookies\": { \"C\": \"2\" }")]
    [InlineData("\"Hosts\": [\"a.b\"]", "\"Hosts\": [\"A.B\"]")]
    [InlineData("\"Hosts\": [\"a.b\"]", "\"Hosts\": [\"*.b\"]")]
    [InlineData("\"Hosts\": [\"*.a.b\"]", "\"Hosts\": [\"*.b\"]")]
    [InlineData("\"Hosts\": [\"[::A]\"]", "\"Hosts\": [\"[::a]\"]")]
    [InlineData("\"Hosts\": [\"a.b\", \"c\"]", "\"Hosts\": [\"c\", \"d\"]")]
    public void Two_routes_that_nothing_tells_apart_are_an_error_that_names_both(string first, string second)
    {
        foreach (var (one, two) in ((string, string)[])[(first, second), (second, first)])
        {
            var problem = Assert.Single(ConfigText.Problems(Two($"\"Match\": {{ {one} }}", $"\"Match\": {{ {two} }}")));

            Assert.Equal("Gateway:Routes:two:Match", problem.Path);
            Assert.Contains("a request may fit route \"one\" (/a) as well", problem.Message, StringComparison.Ordinal);
            Assert.Contains("allowed: set Order", problem.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\" } }", "\"Match\": { \"Headers\": { \"X-A\": [\"2\", \"3*\"] } }")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\", \"X-B\": \"1\" } }", "\"Match\": { \"Headers\": { \"X-C\": \"1\", \"X-A\": \"2\" } }")]
    [InlineData("\"Match\": { \"Cookies\": { \"c\": \"ab*\" } }", "\"Match\": { \"Cookies\": { \"c\": \"ac*\" } }")]
    [InlineData("\"Match\": { \"Query\": { \"c\": \"1\" } }", "\"Match\": { \"Query\": { \"c\": \"2\" } }")]
    [InlineData("\"Match\": { \"Hosts\": [\"a.b\"] }", "\"Match\": { \"Hosts\": [\"b\", \"*.a.b\"] }")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\" } }", "\"Match\": { \"Headers\": { \"X-A\": \"1\", \"X-B\": \"1\" } }")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\" } }", "\"Match\": {}")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\" } }", "\"Order\": 1, \"Match\": { \"Headers\": { \"X-B\": \"1\" } }")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\" } }, \"Methods\": [\"GET\"]", "\"Match\": { \"Headers\": { \"X-A\": \"1\" } }, \"Methods\": [\"PUT\"]")]
    [InlineData("\"Order\": 1", "\"Order\": 2")]
    public void What_order_conditions_or_methods_tell_apart_is_allowed(string first, string second) =>
        Assert.Equal(2, ConfigText.Read(Two(first, second)).Routes.Count);

    [Fact]
    public void Without_conditions_the_path_is_the_error() =>
        Assert.Equal("Gateway:Routes:two:Path", Assert.Single(ConfigText.Problems(Two("\"Match\": {}", "\"Match\": null"))).Path);

    [Theory]
    [InlineData("/a/{x:int}", "/a/{y:long}", "/a/1")]
    [InlineData("/a/{x:int}/b", "/A/{y:long}/B", "/a/1/b")]
    [InlineData("/a/{x:int:min(5)}", "/a/{y:range(7,9)}", "/a/7")]
    [InlineData("/a/{x:alpha}", "/a/{y:bool}", "/a/true")]
    [InlineData("/a/{x:alpha}", "/a/{y:regex(^(draft|sent)$)}", "/a/draft")]
    [InlineData("/a/{x:int}", "/a/{y:regex(^\\\\d+$)}", "/a/1")]
    [InlineData("/a/{x:alpha}", "/a/{y:length(7)}", "/a/aaaaaaa")]
    [InlineData("/a/{x:decimal}", "/a/{y:double}", "/a/1")]
    [InlineData("/a/{x:guid}", "/a/{y:minlength(9)}", "/a/12345678-1234-4234-8234-123456789abc")]
    [InlineData("/a/{x:int?}", "/a/{y:alpha?}", "/a/")]
    [InlineData("/a/{x}.{y}", "/a/{x}-{y}", "/a/1.5-1.5")]
    [InlineData("/a/{x}.json", "/a/{y}.{z}", "/a/1.json")]
    [InlineData("/a/{x:file}", "/a/{y}.json", "/a/1.json")]
    [InlineData("/a/v{x}", "/a/{y:length(2)}", "/a/v1")]
    [InlineData("/a/v{x}", "/a/VW{y}", "/a/VW1")]
    [InlineData("/a/{x}.json", "/a/{y}A.JSON", "/a/1A.JSON")]
    [InlineData("/a/{**x:alpha}", "/a/{**y:maxlength(3)}", "/a/a")]
    [InlineData("/{x:int}/{y}", "/{x:long}/{z}", "/1/1")]
    public void Constraints_that_one_path_fits_tell_nothing_apart(string first, string second, string example)
    {
        var problem = Assert.Single(ConfigText.Problems(Paths(first, "", second, "")));

        Assert.Equal("Gateway:Routes:two:Path", problem.Path);
        Assert.Contains($"may fit route \"one\" ({first.Replace("\\\\", "\\", StringComparison.Ordinal)}) as well, for example {example}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("both have Order 0; allowed: set Order on one of them", problem.Message, StringComparison.Ordinal);
        Assert.Contains("for example /", Assert.Single(ConfigText.Problems(Paths(second, "", first, ""))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a/{x:int}", "/a/{y:alpha}")]
    [InlineData("/a/{x:int}", "/a/{y:guid}")]
    [InlineData("/a/{x:guid}", "/a/{y:alpha}")]
    [InlineData("/a/{x:long}", "/a/{y:bool}")]
    [InlineData("/a/{x:double}", "/a/{y:alpha}")]
    [InlineData("/a/{x:int}", "/a/{y:datetime}")]
    [InlineData("/a/{x:max(4)}", "/a/{y:min(5)}")]
    [InlineData("/a/{x:range(1,4)}", "/a/{y:range(5,9)}")]
    [InlineData("/a/{x:length(1,4)}", "/a/{y:minlength(5)}")]
    [InlineData("/a/{x:guid}", "/a/{y:maxlength(31)}")]
    [InlineData("/a/{x:file}", "/a/{y:nonfile}")]
    [InlineData("/a/{x:regex(^(b|c)$)}", "/a/{y:regex(^(d|e-f)$)}")]
    [InlineData("/a/{x:regex(^b$)}", "/a/{y:int}")]
    [InlineData("/a/{x:int}", "/a/{y}.json")]
    [InlineData("/a/{x:int}", "/a/{y}-{z}")]
    [InlineData("/a/{x}.json", "/a/{y}.xml")]
    [InlineData("/a/v{x}", "/a/w{y}")]
    [InlineData("/a/{x:int}-{y}", "/a/{z:alpha}-{y}")]
    [InlineData("/a/{x:int}/{y:int}", "/a/{x:int}/{y:alpha}")]
    [InlineData("/a/{x:int}/b", "/a/{y:long}/c")]
    [InlineData("/a/{x:int}", "/a/{y}")]
    [InlineData("/a/{x}", "/a/{**y}")]
    [InlineData("/a/{x}", "/a/{{}}")]
    [InlineData("/a/V{x:int}", "/a/v{y:alpha}")]
    [InlineData("/a/{x:regex(^(b|c)$)}", "/a/{y}.json")]
    public void Constraints_that_exclude_each_other_are_allowed_also_beside_a_token(string first, string second)
    {
        foreach (var (one, two) in ((string, string)[])[(first, second), (second, first)])
        {
            Assert.Equal(2, ConfigText.Read(Paths(one, "", two, "")).Routes.Count);
            Assert.Equal(2, ConfigText.Read(Paths(one, Token, two, "")).Routes.Count);
        }
    }

    [Fact]
    public void Constraints_are_compared_with_regard_to_case() =>
        Assert.Equal(2, ConfigText.Read(Paths("/a/{x:regex(^\\\\d$)}", "", "/a/{y:regex(^\\\\D$)}", "")).Routes.Count);

    [Fact]
    public void Conditions_are_named_where_paths_with_constraints_have_the_same_number()
    {
        const string A = "\"Match\": { \"Headers\": { \"X-A\": \"1\" } },";
        var problem = Assert.Single(ConfigText.Problems(Paths("/a/{x:int}", A, "/a/{x:long}", "\"Match\": { \"Hosts\": [\"h\"] },")));

        Assert.Equal("Gateway:Routes:two:Match", problem.Path);
        Assert.Contains("for example /a/1, and both have Order 0 and one condition; allowed: set Order", problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, ConfigText.Read(Paths("/a/{x:int}", A, "/a/{x:long}", A.Replace("1", "2", StringComparison.Ordinal))).Routes.Count);
        Assert.Equal(2, ConfigText.Read(Paths("/a/{x:int}", A, "/a/{x:long}", "")).Routes.Count);
    }

    // Comparing each pair anew took two minutes; trying all samples where the literals differ would take as long.
    [Theory]
    [InlineData(300, "/{t:regex(^tN$)}/{**p}")]
    [InlineData(2500, "/one/aN-{x}.json")]
    [InlineData(2500, "/one/a{x}-N")]
    public void Many_constraints_on_one_path_are_compared_within_seconds(int count, string path)
    {
        var routes = Enumerable.Range(0, count).Select(i => $$"""  "r{{i}}": { "Path": "{{path.Replace("N", $"{i}", StringComparison.Ordinal)}}", "Targets": "http://t" } """);
        var begin = TimeProvider.System.GetTimestamp();

        Assert.Equal(count, ConfigText.Read($$"""{ "Routes": { {{string.Join(',', routes)}} } }""").Routes.Count);

        Assert.InRange(TimeProvider.System.GetElapsedTime(begin), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_wrong_constraint_is_one_error() =>
        Assert.Equal("Gateway:Routes:one:Path", Assert.Single(ConfigText.Problems(Paths("/a/{x:range(a)}", "", "/a/{y:int}", ""))).Path);

    [Theory]
    [InlineData("\"Hosts\": [\"a.example:80\"]", "Gateway:Routes:one:Match:Hosts:0")]
    [InlineData("\"Headers\": { \"X-A\": [\"a*b\", \"c\"] }", "Gateway:Routes:one:Match:Headers:X-A:0")]
    public void A_refused_value_is_an_error_also_beside_a_route_of_the_same_path(string refused, string path) =>
        Assert.Contains(ConfigText.Problems(Two($"\"Match\": {{ {refused} }}", "\"Match\": { \"Hosts\": [\"c\"] }")), problem => problem.Path == path);

    private const string Token = "\"Authorization\": { \"Issuer\": \"https://login.example.com\", \"Audiences\": [\"a\"] },";

    private static string Paths(string first, string firstMembers, string second, string secondMembers) =>
        $$"""{ "Routes": { "one": { {{firstMembers}} "Path": "{{first}}", "Targets": "http://t" }, "two": { {{secondMembers}} "Path": "{{second}}", "Targets": "http://t" } } }""";

    private static string Two(string first, string second) =>
        $$"""{ "Routes": { "one": { {{first}}, "Path": "/a", "Targets": "http://t" }, "two": { {{second}}, "Path": "/a", "Targets": "http://t" } } }""";
}

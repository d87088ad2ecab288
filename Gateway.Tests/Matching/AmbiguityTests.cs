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
    public void Two_routes_that_nothing_tells_apart_are_an_error_that_names_both(string first, string second)
    {
        var problem = Assert.Single(ConfigText.Problems(Two($"\"Match\": {{ {first} }}", $"\"Match\": {{ {second} }}")));

        Assert.Equal("Gateway:Routes:two:Match", problem.Path);
        Assert.Contains("a request may fit route \"one\" (/a) as well", problem.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: set Order", problem.Message, StringComparison.Ordinal);
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
    [InlineData("\"Hosts\": [\"a.example:80\"]", "Gateway:Routes:one:Match:Hosts:0")]
    [InlineData("\"Headers\": { \"X-A\": [\"a*b\", \"c\"] }", "Gateway:Routes:one:Match:Headers:X-A:0")]
    public void A_refused_value_is_an_error_also_beside_a_route_of_the_same_path(string refused, string path) =>
        Assert.Contains(ConfigText.Problems(Two($"\"Match\": {{ {refused} }}", "\"Match\": { \"Hosts\": [\"c\"] }")), problem => problem.Path == path);

    private static string Two(string first, string second) =>
        $$"""{ "Routes": { "one": { {{first}}, "Path": "/a", "Targets": "http://t" }, "two": { {{second}}, "Path": "/a", "Targets": "http://t" } } }""";
}

using Gateway.Tests.Configuration;

namespace Gateway.Tests.Matching;

/// <summary>What is an error in <c>Match</c> and <c>Order</c> of <c>Gateway:Defaults</c>, and between the routes that inherit them.</summary>
public sealed class InheritedMatchSettingsTests
{
    private const string Token = "\"Authorization\": { \"Issuer\": \"https://login.example.com\", \"Audiences\": [\"a\"] }";

    [Theory]
    [InlineData("\"Match\": { \"Hosts\": [\"a.example:80\"] }", "Match:Hosts:0", "a host without scheme and port")]
    [InlineData("\"Match\": { \"Hosts\": [] }", "Match:Hosts", "null for all hosts")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"a*b\" } }", "Match:Headers:X-A", "no * elsewhere")]
    [InlineData("\"Match\": { \"Headers\": [\"X-A\"] }", "Match:Headers", "an object of names")]
    [InlineData("\"Match\": { \"Cookies\": { \"c\": [\"1\", \"\"] } }", "Match:Cookies:c:1", "* for any value")]
    [InlineData("\"Match\": { \"Query\": { \"a:b\": \"1\" } }", "Match:Query:a:b", "has no colon")]
    [InlineData("\"Match\": { \"Header\": {} }", "Match:Header", "did you mean \"Headers\"?")]
    [InlineData("\"Match\": \"\"", "Match", "is not an object")]
    [InlineData("\"Match\": []", "Match", "a list is not allowed here")]
    [InlineData("\"Order\": 1000001", "Order", "from -1000000 to 1000000")]
    public void A_refused_value_is_one_error_however_many_routes_inherit_it(string member, string path, string allowed)
    {
        var problem = Assert.Single(ConfigText.Problems($$"""
            { "Defaults": { {{member}} }, "Routes": { "one": { "Path": "/one", "Targets": "http://t" }, "two": { "Path": "/two", "Targets": "http://t", "Match": { "Hosts": ["b"] } } } }
            """));

        Assert.Equal($"Gateway:Defaults:{path}", problem.Path);
        Assert.Contains(allowed, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", "", "", "Match")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", ", \"Match\": { \"Hosts\": [\"h\", \"i\"] }", "", "Match")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", ", \"Match\": { \"Hosts\": null, \"Headers\": { \"X-A\": \"1\" } }", "", "Match")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", ", \"Match\": null", ", \"Match\": { \"Hosts\": null }", "Path")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", $", {Token}", "", "Match")]
    [InlineData("\"Order\": 3", "", ", \"Order\": 3", "Path")]
    [InlineData("\"Order\": 3, \"Match\": { \"Hosts\": [\"h\"] }", "", "", "Match")]
    [InlineData($"{Token}, \"Match\": {{ \"Headers\": {{ \"X-A\": \"1\" }} }}", "", ", \"Match\": { \"Headers\": { \"x-a\": [\"0\", \"1\"] } }", "Match")]
    public void Two_routes_that_nothing_tells_apart_are_an_error_that_names_both(string defaults, string one, string two, string key)
    {
        var problem = Assert.Single(ConfigText.Problems(Two(defaults, one, two)));

        Assert.Equal($"Gateway:Routes:two:{key}", problem.Path);
        Assert.Contains("route \"one\" (/a/{x:int})", problem.Message, StringComparison.Ordinal);
        Assert.Contains("for example /a/1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", "", ", \"Match\": { \"Hosts\": [\"i\"] }")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", "", ", \"Match\": null")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", "", ", \"Match\": { \"Headers\": { \"X-A\": \"1\" } }")]
    [InlineData("\"Match\": { \"Hosts\": [\"h\"] }", $", {Token}", ", \"Match\": { \"Hosts\": [\"i\"] }")]
    [InlineData("\"Match\": { \"Headers\": { \"X-A\": \"1\" } }", "", ", \"Match\": { \"Headers\": { \"x-a\": \"2\" } }")]
    [InlineData("\"Order\": 3", "", ", \"Order\": 4")]
    public void What_the_match_and_order_in_force_tell_apart_is_allowed(string defaults, string one, string two) =>
        Assert.Equal(2, ConfigText.Read(Two(defaults, one, two)).Routes.Count);

    [Theory]
    [InlineData("Cookies", "null")]
    [InlineData("Query", "\"2\"")]
    public void A_name_that_differs_only_in_case_from_the_inherited_one_is_an_error(string kind, string value)
    {
        var problem = Assert.Single(ConfigText.Problems($$"""
            { "Defaults": { "Match": { "{{kind}}": { "beta": "1" } } }, "Routes": { "r": { "Path": "/a", "Targets": "http://t", "Match": { "{{kind}}": { "Beta": {{value}} } } } } }
            """));

        Assert.Equal($"Gateway:Routes:r:Match:{kind}:Beta", problem.Path);
        Assert.Contains("is \"beta\" in Gateway:Defaults", problem.Message, StringComparison.Ordinal);
    }

    private static string Two(string defaults, string one, string two) => $$"""
        { "Defaults": { {{defaults}} }, "Routes": { "one": { "Path": "/a/{x:int}", "Targets": "http://t"{{one}} }, "two": { "Path": "/a/{y:long}", "Targets": "http://t"{{two}} } } }
        """;
}

using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>A list where an object belongs, and the other way round.</summary>
public sealed class WrongShapeTests
{
    private const string Conditional = """
        { "Gateway": { "Routes": { "r": { "Path": "/a", "Targets": "http://t", "Match": { "Headers": { "X-Tester": "yes" } } } } } }
        """;

    [Theory]
    [InlineData("Match:Headers", """["X-Tester: yes"]""", "an object of names, each with a value")]
    [InlineData("Match:Cookies", """["beta"]""", "an object of names, each with a value")]
    [InlineData("Match:Query", """["preview"]""", "an object of names, each with a value")]
    [InlineData("RequestHeaders:Set", """["X-A: 1"]""", "an object of names and texts")]
    [InlineData("ResponseHeaders:Set", """[{ "X-A": "1" }]""", "an object of names and texts")]
    public void A_list_is_no_object_of_names(string path, string value, string allowed)
    {
        var problem = Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member(path, value))));

        Assert.Equal("Gateway:Routes:r:" + path, problem.Path);
        Assert.StartsWith("a list is not allowed here; allowed: " + allowed, problem.Message, StringComparison.Ordinal);
    }

    // An empty list, and an empty text, as an empty environment variable is, would take the place of what lower sources say.
    [Theory]
    [InlineData("Match")]
    [InlineData("Match:Headers")]
    [InlineData("Match:Cookies")]
    [InlineData("Match:Query")]
    [InlineData("SessionPersistence")]
    [InlineData("Cors")]
    [InlineData("Authorization")]
    [InlineData("RateLimit")]
    [InlineData("Tls")]
    [InlineData("Timeouts")]
    [InlineData("RequestHeaders")]
    [InlineData("RequestHeaders:Set")]
    public void An_empty_list_and_an_empty_text_are_no_object(string path)
    {
        var list = Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member(path, "[]"))));
        var text = Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member(path, "\"\""))));

        Assert.Equal(("Gateway:Routes:r:" + path, "Gateway:Routes:r:" + path), (list.Path, text.Path));
        Assert.StartsWith("a list is not allowed here; allowed: an object ", list.Message, StringComparison.Ordinal);
        Assert.StartsWith("\"\" is not an object; allowed: an object ", text.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Methods", "[null]")]
    [InlineData("Retry:Statuses", "[null]")]
    [InlineData("Match:Hosts", "[null]")]
    [InlineData("RequestHeaders:Remove", "[null]")]
    public void An_item_of_a_list_is_not_null(string path, string value)
    {
        var problem = Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member(path, value))));

        Assert.Equal($"Gateway:Routes:r:{path}:0", problem.Path);
        Assert.StartsWith("null is not allowed; allowed: ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "Gateway")]
    [InlineData("""{ "Defaults": [] }""", "Gateway:Defaults")]
    [InlineData("""{ "Limits": [] }""", "Gateway:Limits")]
    [InlineData("""{ "Routes": [] }""", "Gateway:Routes")]
    public void Nor_is_it_one_outside_of_routes(string section, string path)
    {
        var problem = Assert.Single(ConfigText.Problems(section));

        Assert.Equal(path, problem.Path);
        Assert.StartsWith("a list is not allowed here; allowed: an object ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "r": [] }""", "r")]
    [InlineData("""{ "r": { "Match": [] } }""", "r:Match")]
    [InlineData("""{ "r": { "Match": { "Headers": [] } } }""", "r:Match:Headers")]
    public void An_empty_list_in_a_further_file_removes_no_conditions(string routes, string path)
    {
        var errors = Assert.Throws<GatewayConfigurationException>(() => ConfigText.ReadFiles(Conditional, $$"""{ "Gateway": { "Routes": {{routes}} } }""")).Errors;

        Assert.Contains(errors, error => error.Path == "Gateway:Routes:" + path && error.Message.StartsWith("a list is not allowed here", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Gateway")]
    [InlineData("Gateway:Routes")]
    [InlineData("Gateway:Routes:r")]
    [InlineData("Gateway:Routes:r:Match")]
    [InlineData("Gateway:Routes:r:Match:Headers")]
    public void An_empty_variable_removes_no_conditions(string key)
    {
        var configuration = ConfigText.Build(Conditional).AddInMemoryCollection([KeyValuePair.Create(key, (string?)string.Empty)]).Build();

        var errors = Assert.Throws<GatewayConfigurationException>(() => GatewaySettingsReader.Read(configuration)).Errors;

        Assert.Contains(errors, error => error.Path == key && error.Message.StartsWith("\"\" is not an object; allowed: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SessionPersistence:SessionName")]
    [InlineData("RequestHeaders:Set:X-A")]
    [InlineData("HealthCheckPath")]
    [InlineData("StripPath")]
    public void An_empty_list_is_no_single_value(string path)
    {
        var problem = Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member(path, "[]"))));

        Assert.Equal("Gateway:Routes:r:" + path, problem.Path);
        Assert.StartsWith("an object or a list is not allowed here", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Routes_are_no_list()
    {
        var problem = Assert.Single(ConfigText.Problems("""{ "Routes": [ { "Path": "/a", "Targets": "http://t" } ] }"""));

        Assert.Equal(("Gateway:Routes", "a list is not allowed here; allowed: an object of routes, by name"), (problem.Path, problem.Message));
    }

    [Theory]
    [InlineData("""{ "v1": "http://t" }""", "v1")]
    [InlineData("""{ "Name": "v1", "Address": "http://t" }""", "Address")]
    public void Targets_are_no_object(string targets, string named)
    {
        var problem = Assert.Single(ConfigText.Problems($$"""{ "Routes": { "r": { "Path": "/a", "Targets": {{targets}} } } }"""));

        Assert.Equal("Gateway:Routes:r:Targets", problem.Path);
        Assert.StartsWith($"an object (\"{named}\") is not allowed here; allowed: an address, or a list of addresses", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_another_source_replaces_is_no_error()
    {
        var settings = ConfigText.ReadFiles(
            $$"""{ "Gateway": {{ConfigText.Route("""  "Match": { "Headers": ["X-A"] }  """)}} }""",
            """{ "Gateway": { "Routes": { "r": { "Match": { "Headers": null } } } } }""");

        Assert.Empty(Assert.Single(settings.Routes).Match.Headers);
    }

    [Fact]
    public void Names_that_are_numbers_are_names() =>
        Assert.Equal(["0"], ConfigText.ReadRoute("""  "Match": { "Query": { "0": "a" } }  """).Match.Query.Keys);

    [Fact]
    public void A_routes_name_has_no_colon()
    {
        var problem = Assert.Single(ConfigText.Problems("""{ "Routes": { "a:b": { "Path": "/a", "Targets": "http://t" } } }"""));

        Assert.Equal("Gateway:Routes:a:b", problem.Path);
        Assert.StartsWith("has a colon", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void True_and_false_are_the_texts_that_were_written()
    {
        var route = ConfigText.ReadRoute("""  "Match": { "Headers": { "X-A": true, "X-B": [false] } }, "RequestHeaders": { "Set": { "X-C": true } }, "StripPath": true  """);

        Assert.Equal(["true", "false"], route.Match.Headers.Values.Select(Assert.Single));
        Assert.Equal(("true", true), (route.RequestHeaders.Set["X-C"], route.StripPath));
    }

    [Theory]
    [InlineData("a*b", "it has a * that is not at its end")]
    [InlineData("yes ", "it begins or ends with a blank")]
    public void A_refused_value_of_a_match_is_not_shown_but_what_is_wrong_with_it(string value, string fault) =>
        Assert.StartsWith($"the value is not allowed: {fault}; allowed: ", Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member("Match:Headers:X-A", $"\"{value}\"")))).Message, StringComparison.Ordinal);
}

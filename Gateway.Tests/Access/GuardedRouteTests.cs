using Gateway.Tests.Configuration;

namespace Gateway.Tests.Access;

/// <summary>Token settings without an issuer: an omission does not open a route.</summary>
public sealed class GuardedRouteTests
{
    private const string Inherited = """{ "Gateway": { "Defaults": { "Authorization": { "Audiences": ["a"], "Scopes": ["s"] } } } }""";

    [Theory]
    [InlineData("", "Audiences")]
    [InlineData("\"Authorization\": {}", "Audiences")]
    [InlineData("\"Authorization\": { \"Audiences\": null }", "Scopes")]
    public void Inherited_ones_are_an_error_of_the_route(string route, string setting)
    {
        var problem = Assert.Single(Problems(Inherited, $$"""{ "Gateway": {{ConfigText.Route(route)}} }"""));

        Assert.Equal($"Gateway:Routes:r:Authorization:{setting}", problem.Path);
        Assert.StartsWith("needs Issuer", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_are_those_that_a_file_adds_to_what_another_has_taken_back() => Assert.Single(Problems(
        """{ "Gateway": { "Defaults": { "Authorization": { "Issuer": "https://login.example.com", "Audiences": ["a"] } } } }""",
        $$"""{ "Gateway": { "Defaults": { "Authorization": null }, "Routes": { "r": { "Path": "/a", "Targets": "http://t" } } } }""",
        Inherited));

    [Theory]
    [InlineData("\"Authorization\": null")]
    [InlineData("\"Authorization\": { \"Issuer\": null }")]
    [InlineData("\"Authorization\": { \"Issuer\": \"https://login.example.com\" }")]
    public void What_the_route_itself_says_is_none(string route) =>
        Assert.Single(ConfigText.ReadFiles(Inherited, $$"""{ "Gateway": {{ConfigText.Route(route)}} }""").Routes);

    private static IReadOnlyList<ConfigurationError> Problems(params string[] files) =>
        Assert.Throws<GatewayConfigurationException>(() => ConfigText.ReadFiles(files)).Errors;
}

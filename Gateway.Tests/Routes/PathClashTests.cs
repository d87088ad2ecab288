using Gateway.Tests.Configuration;

namespace Gateway.Tests.Routes;

public sealed class PathClashTests
{
    [Theory]
    [InlineData("/a/{id}", "/a/{number}")]
    [InlineData("/a/{**path}", "/a/{**rest}")]
    [InlineData("/a/{*path}", "/a/{**rest}")]
    [InlineData("/a/b", "/A/B")]
    [InlineData("/a/{id:int}", "/A/{number:int}")]
    [InlineData("/a/{x}-{y}", "/a/{p}-{q}")]
    [InlineData("/a/", "/a")]
    public void Two_routes_for_the_same_requests_are_an_error(string first, string second)
    {
        var problem = Assert.Single(ConfigText.Problems(Two(first, second)));

        Assert.Equal("Gateway:Routes:two:Path", problem.Path);
        Assert.Contains($"\"{second}\" takes the same requests as route \"one\"", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a/{id}", "/a/b")]
    [InlineData("/a/{id:int}", "/a/{id}")]
    [InlineData("/a/{id:int}", "/a/{name:alpha}")]
    [InlineData("/a/{**path}", "/{**path}")]
    public void A_narrower_and_a_wider_path_stand_side_by_side(string first, string second) =>
        Assert.Equal(2, ConfigText.Read(Two(first, second)).Routes.Count);

    [Fact]
    public void Routes_for_different_methods_share_a_path()
    {
        Assert.Equal(2, ConfigText.Read(Two("/a", "/a", "\"Methods\": [\"GET\"],", "\"Methods\": [\"POST\"],")).Routes.Count);
        Assert.Single(ConfigText.Problems(Two("/a", "/a", "\"Methods\": [\"GET\"],", "\"Methods\": [\"POST\", \"GET\"],")));
        Assert.Single(ConfigText.Problems(Two("/a", "/a", "\"Methods\": [\"GET\"],")));
    }

    [Theory]
    [InlineData("/ready")]
    [InlineData("/health")]
    [InlineData("/Health")]
    [InlineData("/alive")]
    [InlineData("/docs")]
    [InlineData("/docs/{**path}")]
    [InlineData("/gateway/status")]
    [InlineData("/gateway/{**path}")]
    [InlineData("/GATEWAY/x/{id}")]
    [InlineData("/openapi/{document}")]
    public void A_path_of_the_gateways_own_is_an_error(string path)
    {
        var problem = Assert.Single(ConfigText.Problems($$"""{ "Routes": { "r": { "Path": "{{path}}", "Targets": "http://t" } } }"""));

        Assert.Equal("Gateway:Routes:r:Path", problem.Path);
        Assert.Contains("the gateway's own", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/{**path}")]
    [InlineData("/{area}/{**path}")]
    [InlineData("/{area}")]
    [InlineData("/health/live")]
    [InlineData("/gateways")]
    [InlineData("/api/docs/{**path}")]
    public void A_wider_path_or_another_one_is_allowed(string path) =>
        Assert.Single(ConfigText.Read($$"""{ "Routes": { "r": { "Path": "{{path}}", "Targets": "http://t" } } }""").Routes);

    private static string Two(string first, string second, string firstMembers = "", string secondMembers = "") =>
        $$"""{ "Routes": { "one": { {{firstMembers}} "Path": "{{first}}", "Targets": "http://t" }, "two": { {{secondMembers}} "Path": "{{second}}", "Targets": "http://t" } } }""";
}

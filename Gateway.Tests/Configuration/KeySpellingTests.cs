namespace Gateway.Tests.Configuration;

/// <summary>Keys that are written with their whole path, and keys in another case, mean what they mean elsewhere.</summary>
public sealed class KeySpellingTests
{
    private const string Token = """
        "Authorization": { "Issuer": "https://login.example.com", "Audiences": ["a"] }
        """;

    [Theory]
    [InlineData("""  "Gateway:Routes:r:Authorization": {}  """)]
    [InlineData("""  "gateway:routes:r:authorization": {}  """)]
    [InlineData("""  "Gateway:Routes:r": { "Authorization": {}, "Match": {} }  """)]
    [InlineData("""  "Gateway:Routes": { "r": { "Order": 1, "Authorization": {} } }  """)]
    [InlineData("""  "Gateway:Defaults:Authorization": {}  """)]
    [InlineData("""  "Gateway:Defaults": {}  """)]
    public void An_empty_object_is_not_null_at_the_end_of_a_whole_path(string upper)
    {
        var lower = $$"""
            { "Gateway": {
              "Defaults": { {{Token}} },
              "Routes": { "r": { "Path": "/a", "Targets": "http://t", "Match": { "Hosts": ["a.example"] }, "Authorization": { "Scopes": ["s"] } } } } }
            """;

        var route = Assert.Single(ConfigText.ReadFiles(lower, $$"""{ {{upper}}, "Gateway": { "Via": "None" } }""").Routes);

        Assert.Equal(("https://login.example.com", "s", "a.example"), (route.Authorization.Issuer, Assert.Single(route.Authorization.Scopes), Assert.Single(route.Match.Hosts)));
    }

    [Fact]
    public void A_null_at_the_end_of_a_whole_path_is_null() =>
        Assert.Null(Assert.Single(ConfigText.ReadFiles($$"""{ "Gateway": {{ConfigText.Route(Token)}} }""", """{ "Gateway:Routes:r:Authorization": null, "Gateway": { "Via": "None" } }""").Routes).Authorization.Issuer);

    [Fact]
    public void Names_that_are_numbers_are_names_below_keys_in_any_case()
    {
        var lower = $$"""{ "Gateway": {{ConfigText.Route("""  "Match": { "Headers": { "0": "x", "1": "y" } }, "RequestHeaders": { "Set": { "0": "q", "1": "w" } }  """)}} }""";

        var route = Assert.Single(ConfigText.ReadFiles(lower, """{ "Gateway": { "routes": { "r": { "match": { "headers": { "0": "z" } }, "requestheaders": { "set": { "0": "n" } } } } } }""").Routes);

        Assert.Equal(("z", "y"), (Assert.Single(route.Match.Headers["0"]), Assert.Single(route.Match.Headers["1"])));
        Assert.Equal(("n", "w"), (route.RequestHeaders.Set["0"], route.RequestHeaders.Set["1"]));
    }
}

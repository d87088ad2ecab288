using Gateway.Proxy.Settings;

namespace Gateway.Tests.Configuration;

/// <summary>null in a file takes back what the files below it say; an empty object does not.</summary>
public sealed class NullTests
{
    private const string Lower = """
        { "Gateway": { "Routes": {
          "a": { "Path": "/a", "Targets": "http://a", "Methods": ["GET", "PUT"], "Timeouts": { "Read": "00:00:01" }, "HealthCheckPath": "/health" },
          "b": { "Path": "/b", "Targets": "http://b" } } } }
        """;

    [Fact]
    public void A_route_set_to_null_is_gone() =>
        Assert.Equal(["b"], ReadWith("\"a\": null").Routes.Select(route => route.Name));

    [Fact]
    public void A_route_set_to_null_can_be_written_anew_above()
    {
        var settings = ConfigText.ReadFiles(Lower, Upper("\"a\": null"), Upper("\"a\": { \"Path\": \"/new\", \"Targets\": \"http://new\" }"));

        var route = settings.Routes.Single(route => route.Name == "a");
        Assert.Equal(("/new", 0, null), (route.Path, route.Methods.Count, route.HealthCheckPath));
    }

    [Fact]
    public void A_route_that_is_an_empty_object_stays_as_it_is() =>
        Assert.Equal((2, "/health"), (ReadWith("\"a\": {}").Routes.Count, ReadWith("\"a\": {}").Routes.Single(route => route.Name == "a").HealthCheckPath));

    [Fact]
    public void A_section_set_to_null_is_as_its_defaults_say() =>
        Assert.Equal(TimeSpan.FromSeconds(30), ReadWith("\"a\": { \"Timeouts\": null }").Routes.Single(route => route.Name == "a").Timeouts.Read);

    [Theory]
    [InlineData("{}", true)]
    [InlineData("null", false)]
    public void A_section_that_says_something_by_being_there_tells_empty_from_null(string cors, bool isThere) =>
        Assert.Equal(isThere, ConfigText.ReadRoute($"\"Cors\": {cors}").Cors is not null);

    [Fact]
    public void A_null_route_below_which_there_is_nothing_is_no_error() =>
        Assert.Empty(ConfigText.Read("""{ "Routes": { "nobody": null } }""").Routes);

    private static GatewaySettings ReadWith(string routes) => ConfigText.ReadFiles(Lower, Upper(routes));

    private static string Upper(string routes) => $$"""{ "Gateway": { "Routes": { {{routes}} } } }""";
}

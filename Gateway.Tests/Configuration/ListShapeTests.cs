using Gateway.Proxy.Settings;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>What is a list, and what is none.</summary>
public sealed class ListShapeTests
{
    [Theory]
    [InlineData("Methods")]
    [InlineData("Match:Hosts")]
    [InlineData("RequestHeaders:Remove")]
    [InlineData("Retry:Statuses")]
    public void An_empty_object_is_no_list(string path)
    {
        var problem = Assert.Single(ConfigText.Problems(ConfigText.Route(ConfigText.Member(path, "{}"))));

        Assert.Equal("Gateway:Routes:r:" + path, problem.Path);
        Assert.StartsWith("an object is not allowed here; allowed: a list, each item ", problem.Message, StringComparison.Ordinal);
    }

    // As an empty environment variable is; "Origins": "" would allow any origin.
    [Theory]
    [InlineData("TrustedProxies")]
    [InlineData("Endpoints:Public")]
    [InlineData("Defaults:RequestHeaders:Remove")]
    [InlineData("Defaults:Retry:Statuses")]
    [InlineData("Defaults:Cors:Origins")]
    [InlineData("Defaults:Match:Hosts")]
    public void An_empty_text_is_no_list(string path)
    {
        var inFile = Assert.Single(ConfigText.Problems($$"""{ {{ConfigText.Member(path, "\"\"")}} }"""));
        var variable = ConfigText.Build($$"""{ "Gateway": { {{ConfigText.Member(path, "[]")}} } }""").AddInMemoryCollection([KeyValuePair.Create("Gateway:" + path, (string?)string.Empty)]).Build();
        var inVariable = Assert.Single(Assert.Throws<GatewayConfigurationException>(() => GatewaySettingsReader.Read(variable)).Errors);

        Assert.Equal(("Gateway:" + path, "Gateway:" + path), (inFile.Path, inVariable.Path));
        Assert.StartsWith("\"\" is not a list; allowed: a list, each item ", inFile.Message, StringComparison.Ordinal);
        Assert.Equal(inFile.Message, inVariable.Message);
    }

    // The framework reads [] as an empty text.
    [Fact]
    public void In_JSON_that_the_gateway_does_not_read_itself_an_empty_list_is_a_list()
    {
        using MemoryStream json = new("""{ "Gateway": { "TrustedProxies": [], "Defaults": { "Retry": { "Statuses": [] } } } }"""u8.ToArray());

        Assert.Empty(GatewaySettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build()).Defaults.Retry.Statuses);
    }

    [Fact]
    public void An_empty_list_is_a_list()
    {
        var route = ConfigText.ReadRoute("""  "RequestHeaders": { "Remove": [] }, "Retry": { "Statuses": [] }  """);

        Assert.Equal((0, 0), (route.RequestHeaders.Remove.Count, route.Retry.Statuses.Count));
    }
}

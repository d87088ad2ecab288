using System.Text.Json.Nodes;
using Gateway.Proxy.Settings;
using Gateway.Tests.Configuration;
using Gateway.Tests.Routes;

namespace Gateway.Tests.Settings;

/// <summary><c>null</c> outside of routes, and for what a route does not inherit.</summary>
public sealed class NullSettingTests
{
    // Each setting outside of routes, and a value that is not its default.
    public static TheoryData<string, string> Others => new()
    {
        { "VersionHeader:Name", "\"X-Other\"" },
        { "VersionHeader:Value", "\"9\"" },
        { "DrainDelay", "\"00:00:07\"" },
        { "DrainTimeout", "\"00:00:07\"" },
        { "TrustedProxies", "[\"10.0.0.1\"]" },
        { "Via", "\"Both\"" },
        { "Limits:MaxRequestBodySize", "7" },
        { "Limits:MaxRequestLineSize", "77" },
        { "Limits:MaxRequestHeadersTotalSize", "777" },
        { "Limits:MaxRequestHeaderCount", "7" },
        { "Limits:MaxConcurrentConnections", "7" },
        { "Limits:RequestHeadersTimeout", "\"00:00:07\"" },
        { "Limits:KeepAliveTimeout", "\"00:00:07\"" },
        { "Limits:MinRequestBodyRate", "7" },
        { "Limits:MinResponseRate", "7" },
        { "Limits:Http2MaxStreams", "7" },
        { "Management:Port", "7000" },
        { "Management:Prometheus", "true" },
        { "Management:Host", "\"*\"" },
        { "Http2Port", "7000" },
        { "BuiltInRoutes", "true" },
        { "Endpoints:Public", "[\"docs\"]" },
    };

    [Fact]
    public void The_rows_are_all_settings_outside_of_routes() =>
        Assert.Equal(
            SettingTests.Leaves(GatewaySettingsTable.Instance.Schema(), string.Empty).Where(path => path != "Routes" && !path.StartsWith("Defaults:", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Others.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Others))]
    public void It_is_the_default_over_a_lower_files_value(string path, string other)
    {
        var before = Value(path, Member(path, other));

        Assert.NotEqual(Value(path, "{}"), before);
        foreach (var reset in (string[])[Member(path, "null"), Member(path.Split(':')[0], "null")])
        {
            Assert.Equal(Value(path, "{}"), Value(path, Member(path, other), reset));
            Assert.Equal(Value(path, "{}"), Value(path, reset));
            Assert.Empty(ConfigText.ReadFiles(Member(path, other), reset).Routes);
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void The_schema_allows_it(string path, string other)
    {
        Assert.Empty(Nonconforming(Member(path, other)));
        Assert.Empty(Nonconforming(Member(path, "null")));
        Assert.Empty(Nonconforming(Member(path.Split(':')[0], "null")));
    }

    [Theory]
    [InlineData("\"Methods\": null", true)]
    [InlineData("\"Targets\": [ { \"Name\": null, \"Address\": \"http://t\", \"Weight\": null } ]", true)]
    [InlineData("\"RequestHeaders\": { \"Set\": { \"X-A\": null } }", true)]
    [InlineData("\"Match\": { \"Query\": { \"q\": null } }", true)]
    [InlineData("\"Path\": null", false)]
    [InlineData("\"Targets\": null", false)]
    [InlineData("\"Targets\": [ { \"Address\": null } ]", false)]
    [InlineData("\"Targets\": [ null ]", false)]
    [InlineData("\"Methods\": [ null ]", false)]
    public void The_schema_allows_it_where_it_is_allowed(string member, bool isAllowed)
    {
        var route = JsonNode.Parse("""{ "Path": "/a", "Targets": "http://t" }""")!;
        foreach (var (key, value) in JsonNode.Parse($"{{ {member} }}")!.AsObject())
            route[key] = value?.DeepClone();
        var config = $$"""{ "Routes": { "nobody": null, "r": {{route.ToJsonString()}} } }""";

        Assert.Equal(isAllowed, Nonconforming(config).Count == 0);
        Assert.Equal(isAllowed, Record.Exception(() => ConfigText.Read(config)) is null);
    }

    [Theory]
    [InlineData("Routes")]
    [InlineData("Defaults")]
    public void Of_Routes_and_Defaults_it_is_nothing(string section)
    {
        const string lower = """{ "Gateway": { "Defaults": { "Timeout": "00:00:07" }, "Routes": { "r": { "Path": "/a", "Targets": "http://t" } } } }""";
        var settings = ConfigText.ReadFiles(lower, Member(section, "null"));

        Assert.Equal(section == "Routes" ? (0, 7) : (1, 30), (settings.Routes.Count, (int)settings.Defaults.Timeout.TotalSeconds));
        Assert.Empty(Nonconforming(Member(section, "null")));
    }

    [Fact]
    public void It_allows_all_methods_and_a_target_has_its_own_name_and_weight_1()
    {
        const string lower = """{ "Gateway": { "Routes": { "r": { "Path": "/a", "Methods": [ "GET" ], "Targets": "http://t", "LoadBalancing": "Weighted" } } } }""";
        var route = Assert.Single(ConfigText.ReadFiles(lower, """
            { "Gateway": { "Routes": { "r": { "Methods": null, "Targets": [ { "Name": null, "Address": "http://t", "Weight": null }, { "Name": "u", "Address": "http://u", "Weight": 2 } ] } } } }
            """).Routes);

        Assert.Empty(route.Methods);
        Assert.Equal([("t", 1), ("u", 2)], route.Targets.Select(target => (target.Name, target.Weight)));
    }

    [Theory]
    [InlineData("Path", "null", "Path")]
    [InlineData("Targets", "null", "Targets")]
    [InlineData("Targets", """[ { "Name": "a", "Address": null } ]""", "Targets:0:Address")]
    public void What_has_no_default_is_missing_then_also_over_a_lower_files_value(string key, string value, string path)
    {
        const string lower = """{ "Gateway": { "Routes": { "r": { "Path": "/a", "Targets": "http://t" } } } }""";

        var problem = Assert.Single(Assert.Throws<GatewayConfigurationException>(() => ConfigText.ReadFiles(lower, $$"""{ "Gateway": { "Routes": { "r": { "{{key}}": {{value}} } } } }""")).Errors);
        Assert.Equal($"Gateway:Routes:r:{path}", problem.Path);
        Assert.StartsWith("is missing", problem.Message, StringComparison.Ordinal);
    }

    private static string Member(string path, string value) => $$"""{ "Gateway": { {{ConfigText.Member(path, value)}} } }""";

    private static string Value(string path, params string[] files)
    {
        var configuration = ConfigText.Build(files).Build();
        JsonNode? value = GatewaySettingsTable.Instance.Print(GatewaySettingsReader.Read(configuration, new()), GatewaySettingsReader.Merge(configuration), all: true);
        foreach (var key in path.Split(':'))
            value = value![key];
        return value?.ToJsonString() ?? "null";
    }

    private static IReadOnlyList<string> Nonconforming(string config) => SchemaChecker.Check(
        JsonNode.Parse(config.Contains("\"Gateway\"", StringComparison.Ordinal) ? config : $$"""{ "Gateway": {{config}} }"""), JsonNode.Parse(GatewaySchema.Text)!.AsObject());
}

using System.Text.Json.Nodes;
using Gateway.Proxy.Configuration;
using Gateway.Proxy.Settings;
using Gateway.Tests.Configuration;
using Gateway.Tests.Settings;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Routes;

/// <summary><c>null</c> is a setting's own default, whatever <c>Defaults</c> and the files below say.</summary>
public sealed class NullSettingTests
{
    private const string Empty = "{}";

    // Values other than the default that a route alone could not have. The rules between settings do not matter here.
    private static readonly Dictionary<string, string> Others = new()
    {
        ["SessionPersistence:Type"] = "\"Header\"",
        ["SessionPersistence:AbsoluteTimeout"] = "\"00:01:00\"",
        ["Tls:CaFile"] = "\"ca.pem\"",
        ["Cors:Credentials"] = "true",
        ["RateLimit:Claim"] = "\"sub\"",
        ["Authorization:Issuer"] = "\"https://login.example.com\"",
        ["Authorization:Audiences"] = "[\"orders\"]",
        ["Authorization:MetadataAddress"] = "\"https://login.example.com/metadata\"",
        ["Authorization:JwksFile"] = "\"keys.json\"",
        ["Authorization:Scopes"] = "[\"read\"]",
    };

    public static TheoryData<SettingRow> Rows => [.. SettingRows.All];

    public static TheoryData<SettingRow> RowsOfSections => [.. SettingRows.All.Where(row => row.Path.Contains(':', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void On_a_route_it_is_the_default_and_not_what_Defaults_say(SettingRow row)
    {
        var routes = Read(row.Path, File(ConfigText.Member(row.Path, Other(row)), ConfigText.Member(row.Path, "null")));

        Assert.Equal((Default(row), true), (SettingTests.Text(routes["r"], row.Path), SettingTests.Text(routes["inherits"], row.Path) != Default(row)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Over_a_lower_files_value_it_is_the_default_and_not_what_Defaults_say(SettingRow row)
    {
        var other = ConfigText.Member(row.Path, Other(row));

        Assert.NotEqual(Default(row), SettingTests.Text(Read(row.Path, File(other, other), Empty)["r"], row.Path));
        Assert.Equal(Default(row), SettingTests.Text(Read(row.Path, File(other, other), File(string.Empty, ConfigText.Member(row.Path, "null")))["r"], row.Path));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void In_Defaults_it_is_the_default_of_every_route(SettingRow row)
    {
        // Beside another key, so that a section that is off by default is there.
        var routes = Read(row.Path, File(ConfigText.Member(row.Path, Other(row)), SettingTests.EmptySections), File(ConfigText.Member(row.Path, "null"), string.Empty));

        Assert.Equal(Default(row), SettingTests.Text(routes["r"], row.Path));
    }

    [Theory]
    [MemberData(nameof(RowsOfSections))]
    public void Of_a_section_it_is_all_of_its_defaults(SettingRow row)
    {
        var section = row.Path.Split(':')[0];
        var other = ConfigText.Member(row.Path, Other(row));
        var standard = SettingTests.Text(ConfigText.ReadRoute(string.Empty), section);

        Assert.NotEqual(standard, SettingTests.Text(Read(section, File(other, string.Empty))["r"], section));
        Assert.Equal(standard, SettingTests.Text(Read(section, File(other, $"\"{section}\": null"))["r"], section));
        Assert.Equal(standard, SettingTests.Text(Read(section, File(other, other), File(string.Empty, $"\"{section}\": null"))["r"], section));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_schema_allows_it(SettingRow row)
    {
        var member = ConfigText.Member(row.Path, "null");

        Assert.Empty(Nonconforming(File(member, member)));
        Assert.Empty(Nonconforming(File($"\"{row.Path.Split(':')[0]}\": null", string.Empty)));
    }

    // A key that a higher source sets is set in what the route inherits.
    [Fact]
    public void A_key_of_a_section_in_a_higher_file_takes_its_place()
    {
        var routes = Read("Timeouts", File("\"Timeouts\": { \"Read\": \"00:00:01\", \"Write\": \"00:00:02\" }", "\"Timeouts\": null"), File(string.Empty, "\"Timeouts\": { \"Read\": \"00:00:03\" }"));

        Assert.Equal((3, 2), (routes["r"].Timeouts.Read.TotalSeconds, routes["r"].Timeouts.Write.TotalSeconds));
    }

    [Fact]
    public void In_JSON_of_an_application_it_is_the_default_too()
    {
        using MemoryStream json = new(System.Text.Encoding.UTF8.GetBytes(File("\"Retry\": { \"Statuses\": [500] }, \"Timeout\": \"00:00:01\"", "\"Retry\": { \"Statuses\": null }, \"Timeout\": null")));

        var route = GatewaySettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build()).Routes.Single(route => route.Name == "r");
        Assert.Equal(TimeSpan.FromSeconds(30), route.Timeout);
        Assert.Equal([502, 503, 504], route.Retry.Statuses);
    }

    private static string Default(SettingRow row) => SettingTests.Text(ConfigText.ReadRoute(SettingTests.EmptySections), row.Path);

    private static string Other(SettingRow row) => Others.TryGetValue(row.Path, out var other) ? other
        : row.Allowed.First(allowed => allowed is not ("null" or "{}") && SettingTests.Text(ConfigText.ReadRoute(ConfigText.Member(row.Path, allowed)), row.Path) != Default(row));

    private static string File(string defaults, string route) => $$"""
        { "Gateway": { "Defaults": { {{defaults}} }, "Routes": {
          "r": { "Path": "/r", "Targets": "http://t"{{(route.Length == 0 ? string.Empty : $", {route}")}} }, "inherits": { "Path": "/inherits", "Targets": "http://t" } } } }
        """;

    private static IReadOnlyList<string> Nonconforming(string file) => SchemaChecker.Check(JsonNode.Parse(file), JsonNode.Parse(GatewaySchema.Text)!.AsObject());

    private static Dictionary<string, GatewayRoute> Read(string path, params string[] files)
    {
        ConfigurationErrors errors = new();
        var settings = GatewaySettingsReader.Read(ConfigText.Build(files).Build(), errors);
        if (files[^1].Contains(": null", StringComparison.Ordinal))
            Assert.DoesNotContain(errors.Found, error => error.Path.StartsWith($"Gateway:Routes:r:{path}", StringComparison.Ordinal));
        return settings.Routes.ToDictionary(route => route.Name);
    }
}

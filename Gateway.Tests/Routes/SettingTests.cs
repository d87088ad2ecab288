using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Proxy.Routes;
using Gateway.Tests.Configuration;

namespace Gateway.Tests.Routes;

public sealed class SettingTests
{
    // Sections that are off unless they are there: their defaults are those of one that says nothing.
    internal const string EmptySections = "\"Cors\": { \"Origins\": [] }, \"SessionPersistence\": { \"Type\": \"Cookie\" }";

    public static TheoryData<SettingRow> Rows => [.. SettingRows.All];

    [Fact]
    public void The_rows_are_all_settings_that_a_route_may_inherit()
    {
        var schema = RouteSettingsTable.Instance.Schema();

        Assert.Equal(SettingRows.All.Select(row => row.Path).Order(StringComparer.Ordinal), Leaves(schema, string.Empty).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_setting_that_is_not_written_has_its_documented_default(SettingRow row)
    {
        var value = Value(row, null);

        Assert.Equal(Value(row, row.Default), value);
        if (row.Default == "null")
            Assert.Contains(value, (string[])["null", "[]"]);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_value_within_the_bounds_is_taken_from_the_route_and_from_the_defaults(SettingRow row)
    {
        foreach (var allowed in row.Allowed)
        {
            var member = ConfigText.Member(row.Path, allowed);
            var inherited = Assert.Single(ConfigText.Read($$"""{ "Defaults": { {{member}} }, "Routes": { "r": { "Path": "/api/r/{**path}", "Targets": "http://t" } } }""").Routes);

            Assert.Equal(Value(row, allowed), Text(inherited, row.Path));
            if (allowed != row.Default && allowed is not ("null" or "\"roundrobin\"" or "\"cookie\""))
                Assert.NotEqual(Value(row, null), Value(row, allowed));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_value_beyond_the_bounds_is_an_error_that_names_path_and_what_is_allowed(SettingRow row)
    {
        foreach (var refused in row.Refused)
        {
            var problems = ConfigText.Problems(ConfigText.Route(ConfigText.Member(row.Path, refused)));

            Assert.True(
                problems.Any(problem => problem.Path.StartsWith($"Gateway:Routes:r:{row.Path}", StringComparison.Ordinal) && problem.Message.Contains("allowed: ", StringComparison.Ordinal)),
                $"{row.Path} = {refused}: {string.Join("; ", problems)}");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_schema_tells_the_same_default(SettingRow row)
    {
        JsonNode? schema = RouteSettingsTable.Instance.Schema();
        foreach (var key in row.Path.Split(':'))
            schema = schema!["properties"]![key];

        Assert.False(string.IsNullOrEmpty((string?)schema!["description"]));
        if (row.Default is not ("null" or "{}"))
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(row.Default), schema["default"]), $"{row.Default} is not {schema["default"]?.ToJsonString()}");
    }

    internal static string Text(RouteSettings route, string path)
    {
        object? value = route;
        foreach (var key in path.Split(':'))
            value = value!.GetType().GetProperty(key)!.GetValue(value);
        return JsonSerializer.Serialize(value);
    }

    internal static IEnumerable<string> Leaves(JsonNode schema, string prefix) => schema["properties"]!.AsObject().SelectMany(property =>
        property.Value!["properties"] is null ? [prefix + property.Key] : Leaves(property.Value, prefix + property.Key + ":"));

    private static string Value(SettingRow row, string? json) =>
        Text(ConfigText.ReadRoute(json is null ? EmptySections : ConfigText.Member(row.Path, json)), row.Path);
}

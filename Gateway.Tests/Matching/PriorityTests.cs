using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Matching;

public sealed class PriorityTests
{
    private const string WithA = "\"Match\": { \"Headers\": { \"X-A\": \"*\" } }";
    private const string WithAB = "\"Match\": { \"Headers\": { \"X-A\": \"*\", \"X-B\": \"*\" } }";

    [Fact]
    public async Task Lower_order_goes_before_a_more_specific_path_and_that_before_more_conditions()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("early", "\"Path\": \"/{**path}\", \"Order\": -1, \"Match\": { \"Headers\": { \"X-Early\": \"*\" } }"),
            ("exact", "\"Path\": \"/a/b\""),
            ("one", $"\"Path\": \"/a/{{id}}\", {WithA}"),
            ("two", $"\"Path\": \"/a/{{id}}\", {WithAB}"),
            ("late", "\"Path\": \"/a/{id}\", \"Order\": 1"),
            ("rest", $"\"Path\": \"/a/{{**path}}\", {WithA}"));

        Assert.Equal("early", await routes.TakesAsync("/a/b", "Host: a\nX-Early: 1"));
        Assert.Equal("exact", await routes.TakesAsync("/a/b", "Host: a\nX-A: 1\nX-B: 1"));
        Assert.Equal("two", await routes.TakesAsync("/a/c", "Host: a\nX-A: 1\nX-B: 1"));
        Assert.Equal("one", await routes.TakesAsync("/a/c", "Host: a\nX-A: 1"));
        Assert.Equal("late", await routes.TakesAsync("/a/c", "Host: a\nX-B: 1"));
        Assert.Equal("rest", await routes.TakesAsync("/a/c/d", "Host: a\nX-A: 1"));
        Assert.Equal("404", await routes.TakesAsync("/a/c/d"));
    }

    [Fact]
    public async Task Conditions_count_more_than_methods()
    {
        await using var routes = await MatchedRoutes.StartAsync(("get", "\"Path\": \"/a\", \"Methods\": [\"GET\"]"), ("m", $"\"Path\": \"/a\", {WithA}"));

        Assert.Equal("m", await routes.TakesAsync("/a", "Host: a\nX-A: 1"));
        Assert.Equal("get", await routes.TakesAsync("/a"));
    }

    [Fact]
    public async Task A_path_whose_routes_ask_for_something_else_is_404_and_405_names_the_methods_of_those_that_fit()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("get", $"\"Path\": \"/a\", \"Methods\": [\"GET\"], {WithA}"),
            ("put", $"\"Path\": \"/a\", \"Methods\": [\"PUT\"], {WithAB}"),
            ("post", "\"Path\": \"/b\", \"Methods\": [\"POST\"]"),
            ("delete", $"\"Path\": \"/b\", \"Methods\": [\"DELETE\"], {WithA}"));

        Assert.Equal("404", await routes.TakesAsync("/a"));
        Assert.Equal("404", await routes.TakesAsync("/a", method: "POST"));
        Assert.Equal("get", await routes.TakesAsync("/a", "Host: a\nX-A: 1"));
        await AssertAllowsAsync(routes, "/a", "Host: a\nX-A: 1", "PUT", "GET");
        await AssertAllowsAsync(routes, "/a", "Host: a\nX-A: 1\nX-B: 1", "POST", "GET, PUT");
        await AssertAllowsAsync(routes, "/b", "Host: a", "GET", "POST");
        await AssertAllowsAsync(routes, "/b", "Host: a", "DELETE", "POST");
        await AssertAllowsAsync(routes, "/b", "Host: a\nX-A: 1", "GET", "DELETE, POST");
        Assert.Equal("delete", await routes.TakesAsync("/b", "Host: a\nX-A: 1", "DELETE"));
    }

    [Fact]
    public async Task A_constraint_that_does_not_match_counts_neither_for_405_nor_for_404()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("get", $"\"Path\": \"/a/{{id:int}}\", \"Methods\": [\"GET\"], {WithA}"),
            ("put", $"\"Path\": \"/a/{{id}}\", \"Methods\": [\"PUT\"], {WithAB}"),
            ("post", "\"Path\": \"/b/{id:int}\", \"Methods\": [\"POST\"]"));

        Assert.Equal("404", await routes.TakesAsync("/a/x", "Host: a\nX-A: 1"));
        Assert.Equal("404", await routes.TakesAsync("/a/x", "Host: a\nX-A: 1", "PUT"));
        Assert.Equal("404", await routes.TakesAsync("/a/x", "Host: a\nX-A: 1", "DELETE"));
        await AssertAllowsAsync(routes, "/a/x", "Host: a\nX-A: 1\nX-B: 1", "GET", "PUT");
        await AssertAllowsAsync(routes, "/a/x", "Host: a\nX-A: 1\nX-B: 1", "DELETE", "PUT");
        await AssertAllowsAsync(routes, "/a/1", "Host: a\nX-A: 1", "PUT", "GET");
        await AssertAllowsAsync(routes, "/a/1", "Host: a\nX-A: 1\nX-B: 1", "DELETE", "GET, PUT");
        Assert.Equal("404", await routes.TakesAsync("/b/x", method: "GET"));
        await AssertAllowsAsync(routes, "/b/1", "Host: a", "GET", "POST");
    }

    [Fact]
    public async Task Each_of_many_methods_counts_by_its_own_conditions()
    {
        string[] methods = ["A", "B", "C", "D", "E", "F", "G", "H"];
        await using var routes = await MatchedRoutes.StartAsync(
            [.. methods.Select(method => (method, $"\"Path\": \"/a\", \"Methods\": [\"{method}\"], \"Match\": {{ \"Headers\": {{ \"X-{method}\": \"*\" }} }}"))]);

        Assert.Equal("404", await routes.TakesAsync("/a"));
        await AssertAllowsAsync(routes, "/a", "Host: a\nX-G: 1", "H", "G");
        await AssertAllowsAsync(routes, "/a", "Host: a\nX-A: 1\nX-H: 1", "GET", "A, H");
        Assert.Equal("H", await routes.TakesAsync("/a", "Host: a\nX-H: 1", "H"));
    }

    [Fact]
    public async Task Where_a_constraint_does_not_match_the_next_route_that_fits_takes_the_request()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("number", $"\"Path\": \"/a/{{id:int}}\", {WithA}"),
            ("word", $"\"Path\": \"/a/{{id:alpha}}\", {WithAB}"),
            ("other", "\"Path\": \"/a/{id}\", \"Match\": { \"Headers\": { \"X-C\": \"*\" } }"),
            ("rest", "\"Path\": \"/a/{id}\""),
            ("file", $"\"Path\": \"/b/{{name}}.json\", {WithA}"),
            ("no-file", "\"Path\": \"/b/{id}\""));

        Assert.Equal("file", await routes.TakesAsync("/b/x.json", "Host: a\nX-A: 1"));
        Assert.Equal("no-file", await routes.TakesAsync("/b/x", "Host: a\nX-A: 1"));
        Assert.Equal("number", await routes.TakesAsync("/a/1", "Host: a\nX-A: 1\nX-B: 1\nX-C: 1"));
        Assert.Equal("word", await routes.TakesAsync("/a/x", "Host: a\nX-A: 1\nX-B: 1\nX-C: 1"));
        Assert.Equal("other", await routes.TakesAsync("/a/x", "Host: a\nX-A: 1\nX-C: 1"));
        Assert.Equal("other", await routes.TakesAsync("/a/1", "Host: a\nX-C: 1"));
        Assert.Equal("rest", await routes.TakesAsync("/a/x", "Host: a\nX-A: 1"));
    }

    [Fact]
    public async Task Of_two_routes_that_exclude_each_other_a_request_that_repeats_a_header_takes_the_first_by_name()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("y", "\"Path\": \"/a\", \"Match\": { \"Headers\": { \"X-A\": \"1\" } }"), ("x", "\"Path\": \"/a\", \"Match\": { \"Headers\": { \"X-A\": \"2\" } }"));

        Assert.Equal("x", await routes.TakesAsync("/a", "Host: a\nX-A: 1\nX-A: 2"));
        Assert.Equal("x", await routes.TakesAsync("/a", "Host: a\nX-A: 2\nX-A: 1"));
    }

    [Fact]
    public async Task Of_two_routes_that_exclude_each_other_the_one_with_a_token_takes_a_request_that_fits_both()
    {
        await using var routes = await MatchedRoutes.StartAsync(
            ("open", "\"Path\": \"/a/{x:int}\""),
            ("secured", "\"Path\": \"/a/{y:guid}\", \"Authorization\": { \"Issuer\": \"https://login.example.com\", \"Audiences\": [\"a\"] }"));

        Assert.Equal("open", await routes.TakesAsync("/a/1"));
        Assert.Equal("open", await routes.TakesAsync("/a/0000000001"));
        Assert.NotEqual("open", await routes.TakesAsync("/a/" + new string('0', 31) + "1"));
    }

    [Fact]
    public async Task The_gateways_own_endpoints_go_before_every_order()
    {
        await using var routes = await MatchedRoutes.StartAsync(("m", "\"Path\": \"/{**path}\", \"Order\": -1000000"), ("rest", "\"Path\": \"/{**path}\""));

        Assert.Contains("\"ready\"", await routes.ExchangeAsync("/ready"), StringComparison.Ordinal);
        Assert.Equal("m", await routes.TakesAsync("/"));
    }

    [Fact]
    public async Task Endpoints_of_the_application_stay_as_they_are()
    {
        await using var upstream = await Upstream.StartAsync("route");
        await using var app = await CodeApp.StartAsync(
            gateway => gateway
                .AddRoute("m", "/{**path}", route => route.To(upstream.Address).MatchHeader("X-A"))
                .AddRoute("early", "/own", route => route.To(upstream.Address).MatchHeader("X-Early").Order(-1))
                .AddRoute("same", "/same", route => route.To(upstream.Address).Methods("GET"))
                .AddRoute("same-m", "/same", route => route.To(upstream.Address).MatchHeader("X-A")),
            map =>
            {
                map.MapGet("/own", () => "own");
                map.MapGet("/same", () => "own");
                map.MapGet("/hosted", () => "own").RequireHost("other.example");
            });

        Assert.Equal("own", await app.Client.GetStringAsync("/own"));
        Assert.Equal("own", await app.Client.GetStringAsync("/same"));
        using var hosted = await app.Client.GetAsync("/hosted");
        Assert.Equal(HttpStatusCode.NotFound, hosted.StatusCode);
        app.Client.DefaultRequestHeaders.Add("X-A", "1");
        Assert.Equal("own", await app.Client.GetStringAsync("/own"));
        Assert.Equal("route", await app.Client.GetStringAsync("/same"));
        Assert.Equal("route", await app.Client.GetStringAsync("/hosted"));
        Assert.Equal("route", await app.Client.GetStringAsync("/other"));
        app.Client.DefaultRequestHeaders.Add("X-Early", "1");
        Assert.Equal("route", await app.Client.GetStringAsync("/own"));
    }

    private static async Task AssertAllowsAsync(MatchedRoutes routes, string target, string fields, string method, string allow)
    {
        var response = await routes.ExchangeAsync(target, fields, method);
        Assert.StartsWith("HTTP/1.1 405 ", response, StringComparison.Ordinal);
        Assert.Equal(allow, string.Join(", ", response.Split("\r\n").Single(line => line.StartsWith("Allow: ", StringComparison.Ordinal))[7..].Split(", ").Order(StringComparer.Ordinal)));
    }
}

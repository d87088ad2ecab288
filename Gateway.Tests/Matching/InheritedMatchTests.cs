using System.Net;
using System.Text.Json;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Matching;

/// <summary><c>Match</c> and <c>Order</c> of <c>Gateway:Defaults</c>, over a socket.</summary>
public sealed class InheritedMatchTests
{
    private const string Defaults = """ "Match": { "Hosts": ["a.example"], "Headers": { "X-Env": "blue", "X-There": "*" }, "Query": { "q": ["1", "2"] } } """;
    private const string Fits = "Host: a.example\nX-Env: blue\nX-There: 1";

    [Fact]
    public async Task A_host_in_the_defaults_restricts_all_routes_the_built_in_ones_too_and_not_the_gateways_own_endpoints()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "BuiltInRoutes": true, "Defaults": { "Match": { "Hosts": ["a.example"] } },
              "Routes": { "coredinator": { "Targets": "{{upstream.Address}}" }, "coretelemetry": { "Targets": "{{upstream.Address}}" }, "r": { "Path": "/r", "Targets": "{{upstream.Address}}" } } }
            """);

        foreach (var path in (string[])["/r", "/api/v1/coredinator/x", "/api/v1/coretelemetry/x"])
        {
            Assert.Equal("200", await StatusOfAsync(path, "a.example"));
            Assert.Equal("404", await StatusOfAsync(path, "b.example"));
        }

        Assert.Equal("200", await StatusOfAsync("/ready", "b.example"));

        async Task<string> StatusOfAsync(string path, string host) =>
            MatchedRoutes.RouteIn(await RawClient.ExchangeAsync(gateway.Address, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    }

    [Fact]
    public async Task A_routes_own_conditions_are_added_and_its_hosts_and_values_take_the_place_of_inherited_ones()
    {
        await using var routes = await MatchedRoutes.StartWithDefaultsAsync(
            Defaults,
            ("added", """ "Path": "/added", "Match": { "Headers": { "X-Tester": "yes" } } """),
            ("own", """ "Path": "/own", "Match": { "Hosts": ["b.example"], "Headers": { "x-env": ["green", "red"] } } """));

        Assert.Equal("added", await routes.TakesAsync("/added?q=2", Fits + "\nX-Tester: yes"));
        Assert.Equal("404", await routes.TakesAsync("/added?q=2", Fits));
        Assert.Equal("404", await routes.TakesAsync("/added?q=3", Fits + "\nX-Tester: yes"));
        Assert.Equal("404", await routes.TakesAsync("/added?q=2", "Host: a.example\nX-Env: blue\nX-Tester: yes"));
        Assert.Equal("own", await routes.TakesAsync("/own?q=1", "Host: b.example\nX-Env: red\nX-There: 1"));
        Assert.Equal("404", await routes.TakesAsync("/own?q=1", "Host: b.example\nX-Env: blue\nX-There: 1"));
        Assert.Equal("404", await routes.TakesAsync("/own?q=1", "Host: a.example\nX-Env: red\nX-There: 1"));

        await AssertShownAsync(routes, "added", """{"hosts":["a.example"],"headers":{"X-Env":["blue"],"X-There":["*"],"X-Tester":["yes"]},"cookies":{},"query":{"q":["1","2"]}}""");
        await AssertShownAsync(routes, "own", """{"hosts":["b.example"],"headers":{"X-Env":["green","red"],"X-There":["*"]},"cookies":{},"query":{"q":["1","2"]}}""");
        var document = JsonSerializer.Deserialize<JsonElement>(await routes.Gateway.Client.GetStringAsync("/openapi/v1.json"));
        var operation = document.GetProperty("paths").GetProperty("/added").GetProperty("get");
        Assert.Equal(["X-Env", "X-There", "X-Tester", "q"], operation.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("null", "/m", "Host: z", "null")]
    [InlineData("{ \"Hosts\": null }", "/m?q=1", "Host: z\nX-Env: blue\nX-There: 1", """{"hosts":[],"headers":{"X-Env":["blue"],"X-There":["*"]},"cookies":{},"query":{"q":["1","2"]}}""")]
    [InlineData("{ \"Headers\": null }", "/m?q=1", "Host: a.example", """{"hosts":["a.example"],"headers":{},"cookies":{},"query":{"q":["1","2"]}}""")]
    [InlineData("{ \"Headers\": { \"x-env\": null } }", "/m?q=1", "Host: a.example\nX-There: 1", """{"hosts":["a.example"],"headers":{"X-There":["*"]},"cookies":{},"query":{"q":["1","2"]}}""")]
    [InlineData("{ \"Query\": { \"q\": null }, \"Cookies\": null }", "/m", Fits, """{"hosts":["a.example"],"headers":{"X-Env":["blue"],"X-There":["*"]},"cookies":{},"query":{}}""")]
    public async Task Null_takes_back_the_section_or_a_part_of_it(string match, string target, string fields, string shown)
    {
        await using var routes = await MatchedRoutes.StartWithDefaultsAsync(Defaults, ("m", $"\"Path\": \"/m\", \"Match\": {match}"), ("all", "\"Path\": \"/all\""));

        Assert.Equal("m", await routes.TakesAsync(target, fields));
        Assert.Equal("404", await routes.TakesAsync(target.Replace("/m", "/all", StringComparison.Ordinal), fields));
        Assert.Equal("all", await routes.TakesAsync("/all?q=1", Fits));
        await AssertShownAsync(routes, "m", shown);
    }

    [Fact]
    public async Task An_order_in_the_defaults_holds_for_each_route_that_has_none()
    {
        await using var routes = await MatchedRoutes.StartWithDefaultsAsync(
            "\"Order\": 5", ("inherits", "\"Path\": \"/a/b\""), ("first", "\"Path\": \"/a/{**path}\", \"Order\": 0"), ("last", "\"Path\": \"/{**path}\", \"Order\": 6"));

        Assert.Equal("first", await routes.TakesAsync("/a/b"));
        Assert.Equal("last", await routes.TakesAsync("/b"));

        await routes.ReconfigureWithDefaultsAsync("\"Order\": -1", ("inherits", "\"Path\": \"/a/b\""), ("first", "\"Path\": \"/a/{**path}\", \"Order\": 0"), ("last", "\"Path\": \"/{**path}\", \"Order\": 6"));
        await Eventually.BecomesTrueAsync(async () => await routes.TakesAsync("/a/b") == "inherits", TimeSpan.FromSeconds(20), "the other order");
        Assert.Equal(-1, (await RouteAsync(routes, "inherits")).GetProperty("order").GetInt32());
    }

    [Fact]
    public async Task A_changed_match_of_the_defaults_takes_effect_for_the_routes_that_inherit_it()
    {
        await using var routes = await MatchedRoutes.StartWithDefaultsAsync("\"Match\": { \"Hosts\": [\"a\"] }", ("inherits", "\"Path\": \"/i\""), ("open", "\"Path\": \"/o\", \"Match\": null"));
        Assert.Equal("404", await routes.TakesAsync("/i", "Host: b"));

        await routes.ReconfigureWithDefaultsAsync("\"Match\": { \"Hosts\": [\"b\"] }", ("inherits", "\"Path\": \"/i\""), ("open", "\"Path\": \"/o\", \"Match\": null"));
        await Eventually.BecomesTrueAsync(async () => await routes.TakesAsync("/i", "Host: b") == "inherits", TimeSpan.FromSeconds(20), "the other host");

        Assert.Equal("404", await routes.TakesAsync("/i", "Host: a"));
        Assert.Equal("open", await routes.TakesAsync("/o", "Host: a"));
    }

    [Fact]
    public async Task A_path_that_reaches_another_route_than_the_guarded_one_by_its_spelling_is_refused_where_both_inherit_the_host()
    {
        await using var routes = await MatchedRoutes.StartWithDefaultsAsync(
            "\"Match\": { \"Hosts\": [\"a\"] }",
            ("guarded", """ "Path": "/admin/{**path}", "Authorization": { "Issuer": "https://login.example.com", "Audiences": ["x"] } """),
            ("open", "\"Path\": \"/{**path}\""));

        Assert.Equal("400", await routes.TakesAsync("//admin/x", "Host: a"));
        Assert.Equal("open", await routes.TakesAsync("//users/x", "Host: a"));
        Assert.Equal("404", await routes.TakesAsync("//admin/x", "Host: b"));
    }

    [Fact]
    public async Task Routes_of_the_builder_inherit_those_added_later_and_forwards_do_not()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(
            """{ "Defaults": { "Order": 3, "Match": { "Hosts": ["a.example"], "Headers": { "X-Env": "blue" } } } }""",
            map: app => app.Map("/forward", () => Forward.To(upstream.Address)),
            routes: code => code
                .AddRoute("inherits", "/inherits", route => route.To(upstream.Address))
                .AddRoute("own", "/own", route => route.To(upstream.Address).MatchHost("b.example").MatchHost("c.example").MatchHeader("x-env", "red").MatchHeader("X-Env", "green")));
        await gateway.Gateway.AddAsync(new() { Name = "added", Path = "/added", Targets = [RouteTarget.At(new(upstream.Address))] });

        Assert.Equal(HttpStatusCode.OK, await GetAsync("/inherits", "a.example", "blue"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync("/inherits", "b.example", "blue"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/own", "b.example", "red"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/own", "c.example", "green"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync("/own", "a.example", "red"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync("/own", "b.example", "blue"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/added", "z.example", "red"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/forward", "z.example", "red"));

        // The forward's line of the status: what is not in force is not shown.
        var shown = JsonSerializer.Deserialize<JsonElement>(await gateway.Client.GetStringAsync("/gateway/status")).GetProperty("routes").EnumerateArray()
            .ToDictionary(route => route.GetProperty("name").GetString()!, route => (route.GetProperty("match").ValueKind, route.GetProperty("order").GetInt32()));
        Assert.Equal((JsonValueKind.Object, 3), shown["inherits"]);
        Assert.Equal((JsonValueKind.Null, 0), shown["added"]);
        Assert.Equal((JsonValueKind.Null, 0), shown[new Uri(upstream.Address).Authority]);

        async Task<HttpStatusCode> GetAsync(string path, string host, string environment)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Host = host;
            request.Headers.Add("X-Env", environment);
            using var response = await gateway.Client.SendAsync(request);
            return response.StatusCode;
        }
    }

    private static async Task AssertShownAsync(MatchedRoutes routes, string name, string match) =>
        Assert.Equal(match, (await RouteAsync(routes, name)).GetProperty("match").GetRawText());

    private static async Task<JsonElement> RouteAsync(MatchedRoutes routes, string name) =>
        JsonSerializer.Deserialize<JsonElement>(await routes.Gateway.Client.GetStringAsync("/gateway/status"))
            .GetProperty("routes").EnumerateArray().Single(route => route.GetProperty("name").GetString() == name);
}

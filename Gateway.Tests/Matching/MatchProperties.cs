using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Settings;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Matching;

/// <summary>Random routes and requests, beside the naive reading of the contract.</summary>
public sealed class MatchProperties
{
    private const int Tables = 40;
    private const int RequestsATable = 12;

    // The most specific first; whether a path matches.
    private static readonly (string Pattern, Func<string, bool> Matches)[] Patterns =
    [
        ("/a/b", path => path == "/a/b"),
        ("/a/{id:int}", path => path == "/a/7"),
        ("/a/{id}", path => path is "/a/7" or "/a/b" or "/a/x"),
        ("/a/{**rest}", path => path != "/c"),
        ("/{**path}", _ => true),
    ];

    private static readonly Gen<ImmutableArray<GatewayRoute>> RouteTables =
        from count in Gen.Choose(2, 9)
        from routes in Routes().ArrayOf(count)
        select routes.Select((route, i) => route with { Name = $"r{i}" }).ToImmutableArray();

    // So many on one path that ask for the same field that they are found by its value.
    private static readonly Gen<ImmutableArray<GatewayRoute>> CrowdedTables =
        from shared in Gen.Choose(0, 3)
        from count in Gen.Choose(10, 40)
        from routes in CrowdedRoutes(shared).ArrayOf(count)
        select routes.Select((route, i) => route with { Name = $"r{i}" }).ToImmutableArray();

    private static readonly Gen<Request> Requests =
        from path in Gen.Elements("/a/b", "/a/7", "/a/x", "/a/x/y", "/c")
        from method in Gen.Elements("GET", "GET", "POST", "PUT")
        from host in Gen.Elements("h", "x.h", "i")
        from a in Gen.Elements("1", "12", "2").ListOf()
        from b in Gen.Elements("1", "2").ListOf() // One each: HttpClient joins lines.
        from cookie in Gen.Elements("1", "2").ListOf()
        from query in Gen.Elements("1", "2").ListOf()
        select new Request(path, method, host, new(StringComparer.OrdinalIgnoreCase) { ["X-A"] = [.. a.Take(1)], ["X-B"] = [.. b.Take(1)], ["c"] = [.. cookie.Take(2)], ["q"] = [.. query.Take(2)] });

    [Fact]
    public Task Routing_selects_what_the_contract_says() => CheckAsync(RouteTables, "404", "405", "route");

    [Fact]
    public Task Of_many_routes_on_a_path_routing_selects_what_the_contract_says() => CheckAsync(CrowdedTables, "404", "405", "route");

    private static async Task CheckAsync(Gen<ImmutableArray<GatewayRoute>> tables, params string[] outcomes)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync("{}");
        var settings = gateway.Services.GetRequiredService<GatewaySettings>();
        HashSet<string> seen = [];
        foreach (var drawn in tables.Sample(Tables, Tables))
        {
            var routes = Distinguishable(drawn, upstream);
            await gateway.Gateway.ConfigureAsync(settings with { Routes = routes }, TestContext.Current.CancellationToken);
            foreach (var request in Requests.Sample(RequestsATable, RequestsATable))
            {
                var expected = Expected(routes, request);
                var actual = await ActualAsync(gateway, request);
                seen.Add(expected.StartsWith('r') ? "route" : expected.Split(' ')[0]);
                Assert.True(expected == actual, $"{actual} instead of {expected}: {request}\n{string.Join('\n', routes.Select(RouteFingerprint.Of))}");
            }
        }

        Assert.Equal(outcomes, seen.Order(StringComparer.Ordinal));
    }

    private static Gen<GatewayRoute> Routes() =>
        from pattern in Gen.Elements(Patterns)
        from methods in Gen.Elements<string[]>([], [], ["GET"], ["POST"], ["GET", "PUT"])
        from order in Gen.Elements(0, 0, 0, -1, 1)
        from hosts in Gen.Elements<string[]>([], [], ["h"], ["*.h"], ["h", "i"])
        from a in Values("1", "1*", "2", "*")
        from b in Values("1", "*")
        from cookie in Values("1", "2")
        from query in Values("1", "2*")
        select new GatewayRoute
        {
            Name = "",
            Path = pattern.Pattern,
            Methods = methods,
            Order = order,
            Targets = [],
            Match = new() { Hosts = hosts, Headers = Only(("X-A", a), ("X-B", b)), Cookies = Only(("c", cookie)), Query = Only(("q", query)) },
        };

    private static Gen<GatewayRoute> CrowdedRoutes(int shared) =>
        from path in Gen.Elements("/a/{id}", "/a/{id}", "/a/{**rest}")
        from methods in Gen.Elements<string[]>([], [], [], ["GET"], ["POST"])
        from order in Gen.Choose(-20, 20)
        from values in Gen.Elements<string[]>(["1"], ["2"], ["12"], ["3"], ["1", "2"], ["12", "3"])
        from hosts in Gen.Elements<string[]>(["h"], ["X.H"], ["i"], ["h", "i"])
        from pattern in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from other in Values("1", "2*")
        let field = pattern ? ["1*"] : values
        select new GatewayRoute
        {
            Name = "",
            Path = path,
            Methods = methods,
            Order = order,
            Targets = [],
            Match = new()
            {
                Hosts = shared == 0 ? hosts : [],
                Headers = Only(("x-a", shared == 1 ? field : []), ("X-B", other)),
                Cookies = Only(("c", shared == 2 ? field : [])),
                Query = Only(("q", shared == 3 ? field : [])),
            },
        };

    private static Gen<string[]> Values(params string[] values) =>
        Gen.Frequency((3, Gen.Constant<string[]>([])), (2, Gen.Elements(values).Select(value => new[] { value })), (1, Gen.Constant(values[..2])));

    private static Dictionary<string, IReadOnlyList<string>> Only(params (string Name, string[] Values)[] conditions) =>
        conditions.Where(condition => condition.Values.Length > 0).ToDictionary(condition => condition.Name, IReadOnlyList<string> (condition) => condition.Values);

    /// <summary>Leaves out the routes that are an error beside those before them.</summary>
    private static GatewayRoute[] Distinguishable(IEnumerable<GatewayRoute> drawn, Upstream upstream)
    {
        List<GatewayRoute> routes = [];
        foreach (var route in drawn)
        {
            routes.Add(route with
            {
                Targets = [RouteTarget.At(new(upstream.Address))],
                ResponseHeaders = new() { Set = new Dictionary<string, string> { ["X-Route"] = route.Name } },
            });
            try
            {
                RouteModel.Check(routes, new GatewaySettings().RouteRules);
            }
            catch (GatewayConfigurationException)
            {
                routes.RemoveAt(routes.Count - 1);
            }
        }

        return [.. routes];
    }

    /// <returns>The route's name; 404; or 405 with the methods.</returns>
    private static string Expected(GatewayRoute[] routes, Request request)
    {
        var fitting = routes.Where(route => Fits(route.Match, request)).ToArray();
        var here = fitting.Where(route => PatternOf(route).Matches(request.Path)).ToArray();
        var first = here.Where(route => route.Methods.Count == 0 || route.Methods.Contains(request.Method)).OrderBy(route => route.Order)
            .ThenBy(route => Array.IndexOf(Patterns, PatternOf(route))).ThenByDescending(route => Conditions(route.Match)).ThenBy(route => route.Name).FirstOrDefault();
        return first?.Name ?? NoRoute(here);
    }

    private static string NoRoute(GatewayRoute[] routes) =>
        routes.Length == 0 ? "404" : $"405 {string.Join(' ', routes.SelectMany(route => route.Methods).Distinct().Order())}";

    private static async Task<string> ActualAsync(GatewayInstance gateway, Request request)
    {
        using HttpRequestMessage message = new(new(request.Method), request.Path + "?" + string.Join('&', request.Fields["q"].Select(value => $"q={value}")));
        message.Headers.Host = request.Host;
        foreach (var name in (string[])["X-A", "X-B"])
            message.Headers.Add(name, request.Fields[name]);
        if (request.Fields["c"] is { Length: > 0 } cookies)
            message.Headers.Add("Cookie", string.Join("; ", cookies.Select(value => $"c={value}")));
        using var response = await gateway.Client.SendAsync(message);
        return response.Headers.TryGetValues("X-Route", out var route) ? string.Concat(route)
            : $"{(int)response.StatusCode} {string.Join(' ', response.Content.Headers.Allow.Order())}".TrimEnd();
    }

    private static (string Pattern, Func<string, bool> Matches) PatternOf(GatewayRoute route) => Patterns.Single(pattern => pattern.Pattern == route.Path);

    private static int Conditions(MatchSettings match) => (match.Hosts.Any() ? 1 : 0) + match.Headers.Count + match.Cookies.Count + match.Query.Count;

    private static bool Fits(MatchSettings match, Request request) =>
        (!match.Hosts.Any() || match.Hosts.Any(host => host[0] == '*' ? request.Host.EndsWith(host[1..], StringComparison.Ordinal) : request.Host.Equals(host, StringComparison.OrdinalIgnoreCase)))
        && match.Headers.Concat(match.Cookies).Concat(match.Query).All(condition => request.Fields[condition.Key].Any(value => condition.Value.Any(pattern =>
            pattern.EndsWith('*') ? value.StartsWith(pattern[..^1], StringComparison.Ordinal) : value == pattern)));

    private sealed record Request(string Path, string Method, string Host, Dictionary<string, string[]> Fields)
    {
        public override string ToString() => $"{Method} {Path} {Host} {string.Join(' ', Fields.Select(field => $"{field.Key}={string.Join(',', field.Value)}"))}";
    }
}

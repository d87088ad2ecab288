using Gateway.Tests.Harness;

namespace Gateway.Tests.Matching;

/// <summary>A gateway whose responses say which route took the request.</summary>
internal sealed class MatchedRoutes : IAsyncDisposable
{
    private readonly Upstream _upstream;

    private MatchedRoutes(Upstream upstream, GatewayInstance gateway) => (_upstream, Gateway) = (upstream, gateway);

    public GatewayInstance Gateway { get; }

    /// <param name="routes">For each name the members of the route, without <c>Targets</c>.</param>
    public static Task<MatchedRoutes> StartAsync(params (string Name, string Members)[] routes) => StartWithDefaultsAsync(string.Empty, routes);

    /// <param name="defaults">The members of <c>Defaults</c>.</param>
    /// <param name="routes">For each name the members of the route, without <c>Targets</c>.</param>
    public static async Task<MatchedRoutes> StartWithDefaultsAsync(string defaults, params (string Name, string Members)[] routes)
    {
        var upstream = await Upstream.StartAsync();
        return new(upstream, await GatewayInstance.StartAsync(Section(upstream.Address, defaults, routes)));
    }

    public Task ReconfigureAsync(params (string Name, string Members)[] routes) => ReconfigureWithDefaultsAsync(string.Empty, routes);

    public Task ReconfigureWithDefaultsAsync(string defaults, params (string Name, string Members)[] routes) => Gateway.ReconfigureAsync(Section(_upstream.Address, defaults, routes));

    /// <returns>The name of the route, or the status when there is none.</returns>
    public async Task<string> TakesAsync(string target, string fields = "Host: a", string method = "GET") => RouteIn(await ExchangeAsync(target, fields, method));

    public Task<string> ExchangeAsync(string target, string fields = "Host: a", string method = "GET") =>
        RawClient.ExchangeAsync(Gateway.Address, $"{method} {target} HTTP/1.1\r\n{fields.ReplaceLineEndings("\r\n")}\r\nConnection: close\r\n\r\n");

    public static string RouteIn(string response)
    {
        var lines = response.Split("\r\n");
        return lines.FirstOrDefault(line => line.StartsWith("X-Route: ", StringComparison.Ordinal))?["X-Route: ".Length..] ?? lines[0].Split(' ')[1];
    }

    /// <summary>Asserts whether route <c>m</c> with this <c>Match</c> takes the request, or route <c>rest</c>, which has none.</summary>
    public static async Task AssertFitsAsync(string match, string target, string fields, bool fits)
    {
        await using var routes = await StartAsync(("m", $"\"Path\": \"/{{**path}}\", \"Match\": {match}"), ("rest", "\"Path\": \"/{**path}\""));

        Assert.Equal(fits ? "m" : "rest", await routes.TakesAsync(target, fields));
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    public static string Section(string address, params (string Name, string Members)[] routes) => Section(address, string.Empty, routes);

    private static string Section(string address, string defaults, (string Name, string Members)[] routes) =>
        $$"""{ "Defaults": { {{defaults}} }, "Routes": { {{string.Join(",\n", routes.Select(route => $$"""
            "{{route.Name}}": { {{route.Members}}, "Targets": "{{address}}", "ResponseHeaders": { "Set": { "X-Route": "{{route.Name}}" } } }
            """))}} } }""";
}

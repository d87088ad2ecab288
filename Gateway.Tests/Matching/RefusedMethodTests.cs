using System.Collections.Concurrent;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Matching;

/// <summary>404 and 405 of a single route, whose constraint routing looks at after the method.</summary>
public sealed class RefusedMethodTests
{
    [Theory]
    [InlineData("/b/{id:int}", "/b/1", "/b/x")]
    [InlineData("/b/{name}.json", "/b/x.json", "/b/x")]
    public async Task A_method_is_refused_only_where_the_path_fits(string pattern, string path, string other)
    {
        Seen seen = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(
            MatchedRoutes.Section(upstream.Address, ("r", $"\"Path\": \"{pattern}\", \"Methods\": [\"POST\"]")), builder => builder.Services.AddSingleton<IStartupFilter>(seen));

        Assert.StartsWith("HTTP/1.1 405 ", await SendAsync(gateway, path), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", await SendAsync(gateway, other), StringComparison.Ordinal);

        // What comes after the answer sees the request as it was.
        Assert.Equal([$"DELETE {path}: 0 values, no route", $"DELETE {other}: 0 values, no route"], seen.Requests);
    }

    [Theory]
    [InlineData("/b")]
    [InlineData("/{name:length(1)}")]
    public async Task What_comes_after_a_refused_preflight_request_sees_it_as_it_was(string pattern)
    {
        Seen seen = new();
        await using var gateway = await GatewayInstance.StartAsync(
            MatchedRoutes.Section("http://127.0.0.1:9", ("r", $"\"Path\": \"{pattern}\", \"Methods\": [\"POST\"], \"Cors\": {{}}")), builder => builder.Services.AddSingleton<IStartupFilter>(seen));

        var answer = await SendAsync(gateway, "/b", "OPTIONS", "Origin: http://page\r\nAccess-Control-Request-Method: PUT\r\n");

        Assert.StartsWith("HTTP/1.1 405 ", answer, StringComparison.Ordinal);
        Assert.Equal(["OPTIONS /b for PUT: 0 values, no route"], seen.Requests);
    }

    private static Task<string> SendAsync(GatewayInstance gateway, string path, string method = "DELETE", string fields = "") =>
        RawClient.ExchangeAsync(gateway.Address, $"{method} {path} HTTP/1.1\r\nHost: a\r\n{fields}Connection: close\r\n\r\n");

    private sealed class Seen : IStartupFilter
    {
        public ConcurrentQueue<string> Requests { get; } = new();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                await following();
                var asked = context.Request.Headers.AccessControlRequestMethod;
                Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{(asked.Count > 0 ? $" for {asked}" : string.Empty)}: {context.Request.RouteValues.Count} values, {(context.GetEndpoint() is RouteEndpoint ? "a" : "no")} route");
            });
            next(app);
        };
    }
}

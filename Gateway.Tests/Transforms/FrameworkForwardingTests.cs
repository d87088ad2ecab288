using System.Text;
using Gateway.Tests.Harness;
using Gateway.Tests.Matching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Transforms;

/// <summary>The framework's handling of forwarded headers believes every client. An Aspire manifest turns it on for every project.</summary>
public sealed class FrameworkForwardingTests
{
    [Fact]
    public async Task Alone_a_client_cannot_forge_its_address_with_it()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        var port = Ports.Free();
        await using var gateway = GatewayProcess.Start(
            ["--host", "127.0.0.1", "--port", $"{port}"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true",
                ["Logging__LogLevel__Gateway.Proxy.Telemetry.AccessLog"] = "Information",
                ["Gateway__Routes__r__Path"] = "/api/{**path}",
                ["Gateway__Routes__r__Targets"] = upstream.Address,
                ["Gateway__Routes__r__RateLimit__Permits"] = "1",
                ["Gateway__Routes__r__RateLimit__Window"] = "00:10:00",
            });
        await Eventually.BecomesTrueAsync(() => gateway.Output.Contains("Now listening", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "it listens");

        var (first, second) = await AskTwiceAsync(new($"http://127.0.0.1:{port}"), "/api/x");

        AssertNotBelieved(first, second, upstream);
        await Eventually.BecomesTrueAsync(() => gateway.Output.Split("\"GET /api/x").Length == 3, TimeSpan.FromSeconds(10), "a line of each request");
        Assert.DoesNotContain("203.0.113.", gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_another_application_the_gateway_does_not_believe_it_and_the_applications_endpoints_get_it()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        LogLines log = new();
        await using var app = await StartAsync(upstream.Address, log);
        Uri address = new(app.Urls.First());

        var (first, second) = await AskTwiceAsync(address, "/api/x");
        var own = await AskAsync(address, "/mine", "203.0.113.9");

        AssertNotBelieved(first, second, upstream);
        Assert.Contains("\r\n203.0.113.9 https\r\n", own, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync(() => log.Lines.Count(line => line.Contains("\"GET /", StringComparison.Ordinal)) == 3, TimeSpan.FromSeconds(10), "a line of each request");
        Assert.DoesNotContain(log.Lines, line => line.Contains("203.0.113.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_forwards_sends_what_was_received()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var app = await StartAsync(upstream.Address, new());

        await AskAsync(new(app.Urls.First()), "/direct", "203.0.113.9");

        AssertIsReceived(Assert.Single(upstream.Heads));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Match_looks_at_what_was_received(string enabled)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var app = await StartWithAsync(enabled, MatchedRoutes.Section(
            upstream.Address,
            Route("proto", "/proto", "\"Headers\": { \"X-Forwarded-Proto\": \"https\" }"),
            Route("for", "/for", "\"Headers\": { \"X-Forwarded-For\": \"*\" }"),
            Route("original", "/original", "\"Headers\": { \"X-Original-Proto\": \"*\" }"),
            Route("prefix", "/prefix", "\"Headers\": { \"X-Prefix\": \"*\" }"),
            Route("received", "/host", "\"Hosts\": [ \"received.example\" ]"),
            Route("public", "/host", "\"Hosts\": [ \"public.example\" ]"),
            Route("field", "/field", "\"Headers\": { \"Host\": \"received.example\" }"),
            Route("number", "/id/{id:int}", "\"Headers\": { \"X-Forwarded-Proto\": \"https\" }"),
            Route("word", "/id/{**word}", "\"Headers\": { \"X-Forwarded-Proto\": \"https\" }")));

        Assert.Equal("proto", await TakesAsync(app, "/proto", "X-Forwarded-Proto: https"));
        Assert.Equal("for", await TakesAsync(app, "/for", "X-Forwarded-For: 203.0.113.1"));
        Assert.Equal("404", await TakesAsync(app, "/original", "X-Forwarded-Proto: https"));
        Assert.Equal("original", await TakesAsync(app, "/original", "X-Original-Proto: https"));
        Assert.Equal("prefix", await TakesAsync(app, "/prefix", "X-Prefix: /p"));
        Assert.Equal("received", await TakesAsync(app, "/host", "Host: received.example", "X-Forwarded-Host: public.example"));
        Assert.Equal("404", await TakesAsync(app, "/host", "Host: other.example", "X-Forwarded-Host: public.example"));
        Assert.Equal("field", await TakesAsync(app, "/field", "Host: received.example", "X-Forwarded-Host: public.example"));
        Assert.Equal("number", await TakesAsync(app, "/id/1", "X-Forwarded-Proto: https"));
        Assert.Equal("word", await TakesAsync(app, "/id/x", "X-Forwarded-Proto: https"));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Methods_are_refused_by_what_routing_looks_at(string enabled)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var app = await StartWithAsync(enabled, MatchedRoutes.Section(upstream.Address, Route("r", "/a", "\"Headers\": { \"X-Forwarded-Proto\": \"https\" }, \"Hosts\": [ \"received.example\" ]", "\"Methods\": [ \"GET\" ],")));

        Assert.Equal("r", await TakesAsync(app, "/a", "Host: received.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: public.example"));
        Assert.Equal("405 GET", await RefusedAsync(app, "/a", "Host: received.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: public.example"));
        Assert.Equal("404 ", await RefusedAsync(app, "/a", "Host: public.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: received.example"));

        // The application's endpoints have what the framework makes of the fields.
        Assert.Equal(enabled == "true" ? "405 GET" : "404 ", await RefusedAsync(app, "/mine", "X-Forwarded-Proto: https", "X-Forwarded-Host: public.example"));
        Assert.Equal(enabled == "true" ? "404 " : "405 GET", await RefusedAsync(app, "/mine", "Host: public.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: other.example"));
    }

    private static (string Name, string Members) Route(string name, string path, string match, string settings = "") =>
        (name, $"\"Path\": \"{path}\", {settings} \"Match\": {{ {match} }}");

    private static async Task<string> TakesAsync(WebApplication app, string path, params string[] fields) => MatchedRoutes.RouteIn(await SendAsync(app, "GET", path, fields));

    private static async Task<string> RefusedAsync(WebApplication app, string path, params string[] fields)
    {
        var lines = (await SendAsync(app, "DELETE", path, fields)).Split("\r\n");
        return $"{lines[0].Split(' ')[1]} {lines.FirstOrDefault(line => line.StartsWith("Allow: ", StringComparison.Ordinal))?["Allow: ".Length..]}";
    }

    private static Task<string> SendAsync(WebApplication app, string method, string path, string[] fields)
    {
        var host = fields.Any(field => field.StartsWith("Host:", StringComparison.Ordinal)) ? [] : new[] { "Host: a" };
        return RawClient.ExchangeAsync(new(app.Urls.First()), $"{method} {path} HTTP/1.1\r\n{string.Join("\r\n", [.. host, .. fields])}\r\nConnection: close\r\n\r\n");
    }

    /// <summary>An application that lets the framework use all fields, one of them with another name.</summary>
    private static async Task<WebApplication> StartWithAsync(string enabled, string gatewaySection)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("ForwardedHeaders_Enabled", enabled)]);
        builder.Configuration.AddInMemoryCollection(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($"{{ \"Gateway\": {gatewaySection} }}"))).Build().AsEnumerable());
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<ForwardedHeadersOptions>(options => (options.ForwardedHeaders, options.ForwardedPrefixHeaderName) = (ForwardedHeaders.All, "X-Prefix"));
        builder.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        app.MapGet("/mine", () => "mine").RequireHost("public.example");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<WebApplication> StartAsync(string upstream, LogLines log)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("ForwardedHeaders_Enabled", "true"),
            new("Logging:LogLevel:Default", "Warning"),
            new("Logging:LogLevel:Gateway.Proxy.Telemetry.AccessLog", "Debug"),
        ]);
        builder.Logging.ClearProviders();
        log.AddTo(builder);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddGateway(gateway => gateway.AddRoute("r", "/api/{**path}", route => route.To(upstream).With(settings => settings with { RateLimit = new() { Permits = 1, Window = TimeSpan.FromMinutes(10) } })));
        var app = builder.Build();
        app.MapGateway();
        app.MapGet("/mine", (HttpContext context) => $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}");
        app.MapGet("/direct", () => Forward.To(upstream));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<(string First, string Second)> AskTwiceAsync(Uri address, string path) =>
        (await AskAsync(address, path, "203.0.113.1"), await AskAsync(address, path, "203.0.113.2"));

    private static Task<string> AskAsync(Uri address, string path, string claim) => RawClient.ExchangeAsync(
        address, $"GET {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {claim}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n");

    private static void AssertNotBelieved(string first, string second, RecordingUpstream upstream)
    {
        Assert.StartsWith("HTTP/1.1 200", first, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 429", second, StringComparison.Ordinal);
        AssertIsReceived(Assert.Single(upstream.Heads));
    }

    private static void AssertIsReceived(string head)
    {
        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Proto: http\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Original", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("203.0.113.", head, StringComparison.Ordinal);
    }
}

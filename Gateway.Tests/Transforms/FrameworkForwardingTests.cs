using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
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
        await Eventually.BecomesTrueAsync(() => gateway.Output.Contains("Now listening", StringComparison.Ordinal), TimeSpan.FromSeconds(30), "it listens");

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

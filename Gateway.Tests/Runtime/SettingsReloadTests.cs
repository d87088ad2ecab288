using System.Net;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Runtime;

public sealed class SettingsReloadTests
{
    [Fact]
    public async Task The_version_header_changes_with_the_routes_on_answers_and_errors()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(WithHeader(a.Address, "X-CoreRL-Version", "1"));

        await gateway.ReconfigureAsync(WithHeader(a.Address, "X-Build", "2"));
        await ReloadTests.VersionAsync(gateway, 2);

        foreach (var (path, status) in new[] { ("/api/x", HttpStatusCode.OK), ("/none", HttpStatusCode.NotFound), ("/dead", HttpStatusCode.BadGateway) })
        {
            using var response = await gateway.Client.GetAsync(path);
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(["2"], response.Headers.GetValues("X-Build"));
            Assert.False(response.Headers.Contains("X-CoreRL-Version"));
        }
    }

    [Fact]
    public async Task Trusted_proxies_change_without_a_restart()
    {
        await using var a = await Upstream.StartAsync("a");
        await using var gateway = await GatewayInstance.StartAsync(Trusting(a.Address, "10.0.0.0/8"));
        Assert.Equal("127.0.0.1", await ForwardedForAsync(gateway, a));

        await gateway.ReconfigureAsync(Trusting(a.Address, "127.0.0.1"));
        await ReloadTests.VersionAsync(gateway, 2);

        Assert.Equal("198.51.100.7, 127.0.0.1", await ForwardedForAsync(gateway, a));
    }

    [Fact]
    public async Task Via_changes_without_a_restart()
    {
        await using var a = await Upstream.StartAsync("a");
        string Config(string via) => $$"""{ "Via": "{{via}}", "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{a.Address}}" } } }""";
        await using var gateway = await GatewayInstance.StartAsync(Config("None"));
        using (var before = await gateway.Client.GetAsync("/api/x"))
            Assert.Empty(before.Headers.Via);

        await gateway.ReconfigureAsync(Config("Response"));
        await ReloadTests.VersionAsync(gateway, 2);

        using var after = await gateway.Client.GetAsync("/api/x");
        Assert.Single(after.Headers.Via);
    }

    [Fact]
    public async Task The_times_of_a_shutdown_change_without_a_restart()
    {
        await using var gateway = await GatewayInstance.StartAsync("""{ "DrainDelay": "00:00:01", "DrainTimeout": "00:00:20" }""");
        var host = gateway.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        Assert.Equal(TimeSpan.FromSeconds(21), host.ShutdownTimeout);

        await gateway.ReconfigureAsync("""{ "DrainDelay": "00:00:00", "DrainTimeout": "00:00:07" }""");
        await ReloadTests.VersionAsync(gateway, 2);

        Assert.Equal(TimeSpan.FromSeconds(7), host.ShutdownTimeout);
    }

    [Fact]
    public async Task What_is_read_at_start_only_is_told_in_the_log()
    {
        LogLines log = new();
        await using var gateway = await GatewayInstance.StartAsync("{}", log.AddTo);

        await gateway.ReconfigureAsync("""{ "Management": { "Host": "127.0.0.1" } }""");

        await Eventually.BecomesTrueAsync(() => log.Lines.Any(line => line.Contains("Gateway:Management has changed", StringComparison.Ordinal)), ReloadTests.Limit, "the log tells it");
    }

    private static string WithHeader(string address, string name, string value) =>
        $$"""{ "VersionHeader": { "Name": "{{name}}", "Value": "{{value}}" }, "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{address}}" }, "dead": { "Path": "/dead", "MaxRetries": 0, "Targets": "http://127.0.0.1:9" } } }""";

    private static string Trusting(string address, string proxy) =>
        $$"""{ "TrustedProxies": ["{{proxy}}"], "Routes": { "r": { "Path": "/api/{**path}", "Targets": "{{address}}" } } }""";

    private static async Task<string?> ForwardedForAsync(GatewayInstance gateway, Upstream upstream)
    {
        upstream.Forget();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/x");
        request.Headers.Add("X-Forwarded-For", "198.51.100.7");
        using var response = await gateway.Client.SendAsync(request);
        return Assert.Single(upstream.Received).Header("X-Forwarded-For");
    }
}

using System.Globalization;
using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Server;

/// <summary>HTTP/2 without TLS on a port of its own.</summary>
public sealed class Http2PortTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_port_speaks_HTTP2_and_serves_the_routes_and_the_public_port_goes_on_speaking_HTTP1()
    {
        var port = Ports.Free();
        await using var upstream = await Upstream.StartAsync("upstream");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: $"\"Http2Port\": {port}"));
        using var client = Client();

        Assert.Equal("upstream", await client.GetStringAsync($"http://127.0.0.1:{port}/api/x"));
        Assert.Equal("upstream", await gateway.Client.GetStringAsync("/api/x"));
        using HttpClient http1 = new();
        using var refused = await http1.GetAsync($"http://127.0.0.1:{port}/api/x");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task The_argument_is_over_the_file_and_what_is_the_managements_stays_there()
    {
        var (port, http2, management) = (Ports.Free(), Ports.Free(), Ports.Free());
        await using var gateway = GatewayProcess.Start(
            ["--host", "127.0.0.1", "--port", $"{port}", "--http2-port", $"{http2}"],
            new Dictionary<string, string> { ["Gateway__Http2Port"] = "9", ["Gateway__Management__Port"] = $"{management}", ["Gateway__Management__Host"] = "127.0.0.1" });
        using var client = Client();
        using HttpClient http1 = new();

        await BecomesAsync(gateway, client, $"http://127.0.0.1:{http2}/alive", HttpStatusCode.OK);
        await BecomesAsync(gateway, http1, $"http://127.0.0.1:{port}/alive", HttpStatusCode.OK);
        await BecomesAsync(gateway, http1, $"http://127.0.0.1:{management}/gateway/status", HttpStatusCode.OK);
        await BecomesAsync(gateway, client, $"http://127.0.0.1:{http2}/gateway/status", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Kestrel__Endpoints__Public__Url", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task It_is_beside_what_the_environment_says_and_on_the_same_addresses(string variable, string value)
    {
        var (port, http2) = (Ports.Free(), Ports.Free());
        await using var gateway = GatewayProcess.Start(
            ["--http2-port", $"{http2}"], new Dictionary<string, string> { [variable] = string.Format(CultureInfo.InvariantCulture, value, port) });
        using var client = Client();
        using HttpClient http1 = new();

        await BecomesAsync(gateway, client, $"http://127.0.0.1:{http2}/alive", HttpStatusCode.OK);
        await BecomesAsync(gateway, http1, $"http://127.0.0.1:{port}/alive", HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("\"Http2Port\": 0", "Gateway:Http2Port: \"0\"")]
    [InlineData("\"Http2Port\": 9001, \"Management\": { \"Port\": 9001 }", "Gateway:Http2Port: \"9001\" is the management port; allowed: a port of its own")]
    public async Task A_port_that_cannot_be_is_an_error(string settings, string problem)
    {
        var error = await Assert.ThrowsAsync<GatewayConfigurationException>(() => GatewayInstance.StartAsync($"{{ {settings} }}"));

        Assert.StartsWith(problem, Assert.Single(error.Errors).ToString(), StringComparison.Ordinal);
    }

    private static HttpClient Client() => new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static Task BecomesAsync(GatewayProcess gateway, HttpClient client, string url, HttpStatusCode status) => Eventually.BecomesTrueAsync(async () =>
    {
        try
        {
            using var response = await client.GetAsync(url);
            return response.StatusCode == status;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }, Limit, () => $"{url} {status}: {gateway.Output}{gateway.Errors}");
}

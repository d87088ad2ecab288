using System.Net;
using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Forwarding;

public sealed class RequestForwardingTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task A_route_without_methods_passes_every_method(string method)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using HttpRequestMessage request = new(new HttpMethod(method), "/api/x");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((method, "/x"), Assert.Single(upstream.Received) is var received ? (received.Method, received.Target) : default);
    }

    [Fact]
    public async Task Repeated_headers_arrive_as_one_line_in_their_order()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nX-Many: one\r\nX-Other: o\r\nX-Many: two, three\r\nX-Empty:\r\nConnection: close\r\n\r\n");

        // RFC 9110 section 5.3: a proxy may join the lines of one name, as long as their order stays.
        Assert.Equal("X-Many: one, two, three", Assert.Single(upstream.Heads[0].Split("\r\n"), line => line.StartsWith("X-Many:", StringComparison.Ordinal)));
        Assert.Contains("\r\nX-Empty:", upstream.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_arrive_as_they_were_sent()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using HttpRequestMessage request = new(HttpMethod.Get, "/api/");
        request.Headers.TryAddWithoutValidation("Cookie", "a=1; b=\"two, three\"; c=%20");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("a=1; b=\"two, three\"; c=%20", Assert.Single(upstream.Received).Header("Cookie"));
    }

    [Fact]
    public async Task The_upstream_gets_its_own_host_unless_the_route_preserves_the_clients()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));
        await using var preserving = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"PreserveHost\": true"));

        foreach (var instance in (GatewayInstance[])[gateway, preserving])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/");
            request.Headers.Host = "shop.example";
            using var response = await instance.Client.SendAsync(request);
        }

        Assert.Equal([$"127.0.0.1:{upstream.Port}", "shop.example"], upstream.Received.Select(request => request.Header("Host")));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("a$b")]
    [InlineData("a:99999")]
    public async Task A_preserved_host_that_cannot_be_sent_is_400(string host)
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"PreserveHost\": true"));

        var response = await RawClient.ExchangeAsync(gateway.Address, $"GET /api/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", response, StringComparison.Ordinal);
        Assert.Empty(upstream.Received);
    }

    [Theory]
    [InlineData("POST", true)]
    [InlineData("POST", false)]
    [InlineData("PUT", true)]
    [InlineData("PUT", false)]
    public async Task A_body_arrives_whole_with_its_type_whether_its_length_is_known_or_not(string method, bool lengthIsKnown)
    {
        await using var upstream = await Upstream.StartAsync("u", async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            context.Response.Headers["X-Length"] = context.Request.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown";
            context.Response.ContentType = context.Request.ContentType;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(await reader.ReadToEndAsync()));
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using HttpRequestMessage request = new(new HttpMethod(method), "/api/") { Content = new StringContent("żółw {}", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = !lengthIsKnown;
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("żółw {}", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(lengthIsKnown ? "10" : "unknown", response.Headers.GetValues("X-Length").Single());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task An_empty_body_arrives_as_an_empty_body(string method)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"{method} /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Length: 0\r\n", upstream.Heads[0], StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/plain\r\n", upstream.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_body_does_not_get_one()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("Content-Length", upstream.Heads[0], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Transfer-Encoding", upstream.Heads[0], StringComparison.OrdinalIgnoreCase);
    }
}

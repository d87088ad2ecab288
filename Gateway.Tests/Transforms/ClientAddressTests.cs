using Gateway.Tests.Harness;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.Transforms;

/// <summary>What the access log says of the client, behind trusted proxies.</summary>
public sealed class ClientAddressTests
{
    private const int Request = 1001;

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("203.0.113.9:41234", "203.0.113.9")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("[2001:db8::1]:41234", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("[::ffff:203.0.113.9]:41234", "203.0.113.9")]
    [InlineData("6.6.6.6:1, 203.0.113.9:2, 10.0.0.2:3", "203.0.113.9")]
    [InlineData("203.0.113.9:41234\r\nX-Forwarded-For: 10.0.0.2:443", "203.0.113.9")]
    [InlineData("10.0.0.2:443", "10.0.0.2")]

    // What is no address ends the search: the last one before it is the client.
    [InlineData("203.0.113.9:", "127.0.0.1")]
    [InlineData("203.0.113.9:70000", "127.0.0.1")]
    [InlineData("203.0.113.9:-1", "127.0.0.1")]
    [InlineData("203.0.113.9: 80", "127.0.0.1")]
    [InlineData("203.0.113.9:80:80", "127.0.0.1")]
    [InlineData("203.0.113.999:80", "127.0.0.1")]
    [InlineData("\"203.0.113.9\"", "127.0.0.1")]
    [InlineData("\"203.0.113.9:41234\"", "127.0.0.1")]
    [InlineData("\"[2001:db8::1]:41234\"", "127.0.0.1")]
    [InlineData("2001:db8::1:", "127.0.0.1")]
    [InlineData("unknown", "127.0.0.1")]
    [InlineData("12:34", "127.0.0.1")]
    [InlineData(":80", "127.0.0.1")]
    [InlineData(":", "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    [InlineData("203.0.113.9,", "127.0.0.1")]
    [InlineData("203.0.113.9\r\nX-Forwarded-For:", "127.0.0.1")]
    [InlineData("203.0.113.9, unknown, 10.0.0.2", "10.0.0.2")]
    public async Task The_client_is_the_last_address_that_is_no_trusted_proxy_with_or_without_a_port(string field, string expected)
    {
        using LogEntries log = new();
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"TrustedProxies\": [ \"127.0.0.1\", \"10.0.0.0/8\" ]"), log.AddTo);

        await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {field}\r\nConnection: close\r\n\r\n");

        await Eventually.BecomesTrueAsync(() => log.Of(Request).Count > 0, TimeSpan.FromSeconds(30), "the line is written");
        Assert.Equal(("200", expected), (log.Of(Request)[0]["Status"], log.Of(Request)[0]["Client"]));
    }

    [Theory]
    [InlineData("203.0.113.9:41234")]
    [InlineData("[2001:db8::1]:41234")]
    [InlineData("\"203.0.113.9\", unknown")]
    public async Task The_upstream_gets_the_field_as_the_proxy_wrote_it(string field)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"TrustedProxies\": [ \"127.0.0.1\" ]"));

        await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {field}\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\r\nX-Forwarded-For: {field}, 127.0.0.1\r\n", Assert.Single(upstream.Heads), StringComparison.Ordinal);
    }
}

using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Hosting;

namespace Gateway.Tests.Transforms;

public sealed class ForwardedHeadersTests
{
    private const string Claims = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: public.example\r\n";

    [Fact]
    public async Task The_upstream_learns_who_asked()
    {
        var head = await ForwardAsync(string.Empty, string.Empty);

        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Proto: http\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Host: shop.example:81\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stranger_claims_is_not_believed()
    {
        var head = await ForwardAsync(Claims, string.Empty);

        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Proto: http\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Host: shop.example:81\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", head, StringComparison.Ordinal);
        Assert.DoesNotContain("public.example", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task What_a_trusted_proxy_says_is_believed_and_its_own_address_appended(string trusted)
    {
        var head = await ForwardAsync(Claims, $"\"TrustedProxies\": [ \"10.0.0.0/8\", \"{trusted}\" ]");

        Assert.Contains("\r\nX-Forwarded-For: 203.0.113.9, 127.0.0.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Proto: https\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Forwarded-Host: public.example\r\n", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("xn--zzzzz-.example")]
    public async Task A_host_in_xn_form_is_told_as_it_was_sent(string host)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 302 Found\r\nLocation: http://inner.example/api/y\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"RequestHeaders\": { \"Set\": { \"Host\": \"inner.example\" } }"));

        var answer = await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\r\nX-Forwarded-Host: {host}\r\n", Assert.Single(upstream.Heads), StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: http://{host}/api/", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trust_ends_at_the_networks_border() =>
        Assert.DoesNotContain("203.0.113.9", await ForwardAsync(Claims, "\"TrustedProxies\": [ \"10.0.0.0/8\" ]"), StringComparison.Ordinal);

    [Fact]
    public async Task X_Real_IP_from_outside_is_dropped() =>
        Assert.DoesNotContain("X-Real-IP", await ForwardAsync("X-Real-IP: 203.0.113.9\r\nx-real-ip: 203.0.113.10\r\n", string.Empty), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("", "1.0 outer", "1.1 inner")]
    [InlineData("\"Via\": \"None\"", "1.0 outer", "1.1 inner")]
    [InlineData("\"Via\": \"Request\"", "1.0 outer, 1.1 gateway", "1.1 inner")]
    [InlineData("\"Via\": \"Response\"", "1.0 outer", "1.1 inner, 1.1 gateway")]
    [InlineData("\"Via\": \"Both\"", "1.0 outer, 1.1 gateway", "1.1 inner, 1.1 gateway")]
    public async Task Via_names_the_gateway_after_those_before_it_where_the_config_says_so(string setting, string request, string response)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nVia: 1.1 inner\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: setting));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nVia: 1.0 outer\r\nConnection: close\r\n\r\n");

        Assert.Equal(request, ViaOf(upstream.Heads[0]));
        Assert.Equal(response, ViaOf(answer));
    }

    [Fact]
    public async Task A_client_of_IPv4_on_a_socket_for_both_is_told_as_such()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"TrustedProxies\": [ \"127.0.0.1\" ]"), builder => builder.WebHost.UseUrls("http://[::]:0"));

        await RawClient.ExchangeAsync(new($"http://127.0.0.1:{gateway.Address.Port}"), "GET /api/ HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n");

        Assert.Contains("\r\nX-Forwarded-For: 203.0.113.9, 127.0.0.1\r\n", Assert.Single(upstream.Heads), StringComparison.Ordinal);
    }

    private static async Task<string> ForwardAsync(string headers, string gatewaySettings)
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: gatewaySettings));
        await RawClient.ExchangeAsync(gateway.Address, $"GET /api/ HTTP/1.1\r\nHost: shop.example:81\r\n{headers}Connection: close\r\n\r\n");
        return Assert.Single(upstream.Heads);
    }

    private static string ViaOf(string head) =>
        string.Join(", ", head.Split("\r\n").Where(line => line.StartsWith("Via: ", StringComparison.OrdinalIgnoreCase)).Select(line => line["Via: ".Length..]));
}

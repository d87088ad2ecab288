using System.Net;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Forwarding;

public sealed class VersionTests
{
    [Fact]
    public async Task A_client_of_HTTP_2_reaches_an_upstream_of_HTTP_1()
    {
        await using var upstream = await Upstream.StartAsync("old", context => context.Response.WriteAsync(context.Request.Protocol));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, gateway: "\"Via\": \"Both\""));
        using var client = Http2Gateway.Client(gateway);

        using var response = await client.GetAsync("/api/x?a=%20");

        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("HTTP/1.1", await response.Content.ReadAsStringAsync());
        Assert.Equal("2.0 gateway", Assert.Single(upstream.Received).Header("Via"));
        Assert.Equal(["1.1 gateway"], response.Headers.GetValues("Via"));
        Assert.Equal("/x?a=%20", upstream.Received.Single().Target);
    }

    [Fact]
    public async Task A_client_of_HTTP_1_reaches_an_upstream_of_HTTP_2()
    {
        await using var upstream = await Upstream.StartAsync("new", context => context.Response.WriteAsync(context.Request.Protocol), HttpProtocols.Http2);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"HttpVersion\": \"Http2\"", "\"Via\": \"Response\""));

        using var response = await gateway.Client.PostAsync("/api/x", new StringContent("body"));

        Assert.Equal("HTTP/2", await response.Content.ReadAsStringAsync());
        Assert.Equal(["2.0 gateway"], response.Headers.GetValues("Via"));
    }

    [Fact]
    public async Task An_upstream_of_https_must_prove_who_it_is()
    {
        using TestCertificates certificates = new();
        await using var upstream = await Upstream.StartAsync("secure", certificate: certificates.Server);
        await using var trusting = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $$"""
            "Tls": { "CaFile": "{{certificates.AuthorityFile}}" }
            """));
        await using var plain = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, "\"MaxRetries\": 0"));

        Assert.Equal("secure", await trusting.Client.GetStringAsync("/api/x"));
        using var refused = await plain.Client.GetAsync("/api/x");

        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains("connect_failed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(upstream.Received);
    }
}

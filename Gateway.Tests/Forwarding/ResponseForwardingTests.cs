using System.IO.Compression;
using System.Text;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Forwarding;

public sealed class ResponseForwardingTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task An_upstreams_own_error_reaches_the_client_untouched_and_is_not_tried_again(int status)
    {
        await using var upstream = await Upstream.StartAsync("u", context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("{\"detail\": \"its own\"}");
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/x");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("{\"detail\": \"its own\"}", await response.Content.ReadAsStringAsync());
        Assert.Single(upstream.Received);
        Assert.Equal(0, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_handed_to_the_client(int status)
    {
        await using var upstream = await Upstream.StartAsync("u", context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/docs?x=1#y";
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using var response = await gateway.Client.GetAsync("/api/");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("/api/docs?x=1#y", response.Headers.GetValues("Location").Single());
        Assert.Single(upstream.Received);
    }

    [Fact]
    public async Task A_compressed_body_stays_compressed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(new string('x', 5000)));
        var bytes = packed.ToArray();
        await using var upstream = await Upstream.StartAsync("u", async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        using HttpRequestMessage request = new(HttpMethod.Get, "/api/");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br;q=0.5");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal("gzip, br;q=0.5", Assert.Single(upstream.Received).Header("Accept-Encoding"));
    }

    [Fact]
    public async Task The_answer_to_HEAD_keeps_the_length_and_has_no_body()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nContent-Type: text/x\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "HEAD /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Contains("\r\nContent-Length: 1234\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("204 No Content")]
    [InlineData("304 Not Modified")]
    public async Task An_answer_that_has_no_body_gets_none_and_keeps_its_headers(string status)
    {
        await using RecordingUpstream upstream = new($"HTTP/1.1 {status}\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"v1\"\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nETag: \"v1\"\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Transfer-Encoding", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nIf-None-Match: \"v1\"\r\n", upstream.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_cookie_that_is_set_keeps_a_line_of_its_own()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        var answer = await RawClient.ExchangeAsync(gateway.Address, "GET /api/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.Contains("\r\nSet-Cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSet-Cookie: b=2\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_of_the_response_reach_a_client_that_speaks_HTTP_2()
    {
        await using RecordingUpstream upstream = new("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\n\r\n");
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address),
            builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));

        using HttpRequestMessage request = new(HttpMethod.Get, "/api/") { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("abc", await response.Content.ReadAsStringAsync());
        Assert.Equal("42", response.TrailingHeaders.GetValues("X-Sum").Single());
    }
}

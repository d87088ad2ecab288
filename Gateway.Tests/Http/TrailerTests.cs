using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Http;

/// <summary>RFC 9110 section 6.5.1: a field that frames, routes or guards a message counts only before its body.</summary>
public sealed class TrailerTests
{
    private static readonly string[] Allowed = ["ETag", "X-Checksum", "grpc-status"];

    private static readonly string[] Forbidden =
    [
        "Age", "Authorization", "Cache-Control", "Content-Encoding", "Content-Range", "Content-Type", "Content-Security-Policy", "Cookie", "Date", "Expires", "Host", "Location", "Retry-After",
        "Set-Cookie", "Strict-Transport-Security", "Vary", "Via", "WWW-Authenticate", "X-CoreRL-Version", "X-Correlation-ID", "X-Forwarded-For", "X-Real-IP",
    ];

    [Fact]
    public async Task Of_the_trailers_of_an_answer_over_HTTP_2_those_pass_that_may_stand_there()
    {
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            await context.Response.WriteAsync("body");
            foreach (var name in Allowed.Concat(Forbidden))
                context.Response.AppendTrailer(name, "forged");
        }, HttpProtocols.Http2);

        await AssertAllowedPassAsync(upstream.Address, "Http2");
    }

    [Fact]
    public async Task Of_the_trailers_of_an_answer_over_HTTP_1_those_pass_that_may_stand_there()
    {
        await using var upstream = RawUpstream.Answering(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n{string.Concat(Allowed.Concat(Forbidden).Append("Content-Length").Select(name => $"{name}: forged\r\n"))}\r\n");

        await AssertAllowedPassAsync(upstream.Address, "Http1");
    }

    [Fact]
    public async Task A_requests_trailers_go_no_further_and_never_become_fields()
    {
        var (trailers, body) = (-1, string.Empty);
        await using var upstream = await Upstream.StartAsync("a", async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            body = await reader.ReadToEndAsync();
            trailers = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestTrailersFeature>()?.Trailers.Count ?? 0;
        }, HttpProtocols.Http2);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"HttpVersion\": \"Http2\""));
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        Assert.True(await client.TrySendAsync(
        [
            .. Http2Frame.Write(Http2Frame.HeadersType, Http2Frame.EndHeaders, 1, Http2Frame.RequestFields("/api/x")),
            .. Http2Frame.Write(Http2Frame.DataType, 0, 1, "body"u8),
            .. Http2Frame.Write(Http2Frame.HeadersType, Http2Frame.EndStream | Http2Frame.EndHeaders, 1, [.. Allowed.Concat(Forbidden).SelectMany(name => Http2Frame.Field(name.ToLowerInvariant(), "forged"))]),
        ]));
        await Eventually.BecomesTrueAsync(() => client.Frames.Any(frame => frame.Type == Http2Frame.HeadersType), TimeSpan.FromSeconds(10), "the answer comes");

        var received = Assert.Single(upstream.Received);
        Assert.Equal(("body", 0), (body, trailers));
        Assert.DoesNotContain(received.Headers, field => field.Value.Contains("forged"));
        Assert.Equal("127.0.0.1", received.Header("X-Forwarded-For"));
    }

    private static async Task AssertAllowedPassAsync(string address, string version)
    {
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(address, $"\"HttpVersion\": \"{version}\""));
        using var client = Http2Gateway.Client(gateway);

        using var response = await client.GetAsync("/api/x");

        Assert.Equal("body", await response.Content.ReadAsStringAsync());
        Assert.Equal(Allowed.Order(StringComparer.OrdinalIgnoreCase), response.TrailingHeaders.Select(trailer => trailer.Key).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(response.Headers.Concat(response.Content.Headers), field => field.Value.Contains("forged"));
    }
}

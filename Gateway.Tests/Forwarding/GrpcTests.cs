using System.Net;
using System.Net.Http.Headers;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Forwarding;

/// <summary>gRPC as it is on the wire: HTTP/2, messages behind a length, the status in the trailers.</summary>
public sealed class GrpcTests
{
    private const string Http2 = "\"HttpVersion\": \"Http2\"";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_unary_call_passes_with_its_status_in_the_trailers(bool tls)
    {
        using TestCertificates certificates = new();
        var certificate = tls ? certificates.Server : null;
        await using var upstream = await Upstream.StartAsync("grpc", EchoAsync, HttpProtocols.Http2, certificate);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, $$"""{{Http2}}, "Tls": { "CaFile": "{{certificates.AuthorityFile}}" }"""), certificate);
        using var client = Http2Gateway.Client(gateway, certificate);

        using var request = Call(new ByteArrayContent(Message("hello")));
        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Message("hello"), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["0"], response.TrailingHeaders.GetValues("grpc-status"));
        Assert.Equal("trailers", Assert.Single(upstream.Received).Header("TE"));
    }

    [Fact]
    public async Task A_failed_call_keeps_its_status_and_message()
    {
        await using var upstream = await Upstream.StartAsync("grpc", context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "5";
            context.Response.Headers["grpc-message"] = "no such user";
            return Task.CompletedTask;
        }, HttpProtocols.Http2);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, Http2));
        using var client = Http2Gateway.Client(gateway);

        using var request = Call(new ByteArrayContent(Message("x")));
        using var response = await client.SendAsync(request);

        Assert.Equal(["5"], response.Headers.GetValues("grpc-status"));
        Assert.Equal(["no such user"], response.Headers.GetValues("grpc-message"));
    }

    [Fact]
    public async Task In_a_call_that_streams_both_ways_each_message_is_answered_before_the_next_is_sent()
    {
        await using var upstream = await Upstream.StartAsync("grpc", EchoAsync, HttpProtocols.Http2);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, Http2));
        using var client = Http2Gateway.Client(gateway);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        DuplexContent content = new();

        using var request = Call(content);
        // As gRPC's clients do: the first message goes without waiting for the response's headers, which come with the first answer.
        var sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        await content.SendAsync(Message("one"), limit.Token);
        using var response = await sending;
        await using var answers = await response.Content.ReadAsStreamAsync(limit.Token);
        Assert.Equal("one", await ReadAsync(answers, limit.Token));
        foreach (var text in (string[])["two", "three"])
        {
            await content.SendAsync(Message(text), limit.Token);
            Assert.Equal(text, await ReadAsync(answers, limit.Token));
        }

        content.Complete();
        Assert.Equal(0, await answers.ReadAsync(new byte[1], limit.Token));
        Assert.Equal(["0"], response.TrailingHeaders.GetValues("grpc-status"));
    }

    private static async Task EchoAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        var buffer = new byte[4096];
        while (await context.Request.Body.ReadAsync(buffer) is > 0 and var count)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count));
            await context.Response.Body.FlushAsync();
        }

        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static HttpRequestMessage Call(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        HttpRequestMessage request = new(HttpMethod.Post, "/api/echo.Echo/Say") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = content };
        request.Headers.TE.Add(new("trailers"));
        return request;
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var text = new byte[head[4]];
        await stream.ReadExactlyAsync(text, cancellationToken);
        return System.Text.Encoding.ASCII.GetString(text);
    }

    // One byte for the compression, four for the length, the message.
    private static byte[] Message(string text) => [0, 0, 0, 0, (byte)text.Length, .. System.Text.Encoding.ASCII.GetBytes(text)];
}

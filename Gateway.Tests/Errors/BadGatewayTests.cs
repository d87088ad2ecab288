using System.Net;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Errors;

public sealed class BadGatewayTests
{
    private const string Once = "\"MaxRetries\": 0";

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_refused_connection_is_502_connect_failed(string method)
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", Once));

        using HttpRequestMessage request = new(new HttpMethod(method), "/api/") { Content = method == "POST" ? new StringContent("x") : null };
        using var response = await gateway.Client.SendAsync(request);

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, "connect_failed");
        Assert.Equal(1, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Fact]
    public async Task A_name_that_cannot_be_resolved_is_502_connect_failed()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://no-such-host.invalid", Once));

        using var response = await gateway.Client.GetAsync("/api/");

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, "connect_failed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_ends_before_the_answer_is_502_upstream_reset(bool reset)
    {
        await using RawUpstream upstream = new(async (stream, stopping) =>
        {
            await RawUpstream.ReadHeadAsync(stream, stopping);
            if (reset)
                RawUpstream.Reset(stream);
        });
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Once));

        using var response = await gateway.Client.PostAsync("/api/", new StringContent("x"));

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, "upstream_reset");
        Assert.Equal(1, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 2")]
    public async Task A_connection_that_ends_within_the_headers_is_502(string beginning)
    {
        await using var upstream = RawUpstream.Answering(beginning);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Once));

        using var response = await gateway.Client.GetAsync("/api/");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains((await Problem.OfAsync(response)).Reason, (string?[])["upstream_reset", "upstream_protocol_error"]);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n")]
    public async Task A_connection_that_ends_between_headers_and_body_is_502_upstream_reset(string rest)
    {
        await using var upstream = RawUpstream.Answering("HTTP/1.1 200 OK\r\nX-Half: 1\r\n" + rest);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Once));

        using var response = await gateway.Client.GetAsync("/api/");

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, "upstream_reset");
        Assert.False(response.Headers.Contains("X-Half"));
        Assert.Equal(1, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n")]
    [InlineData("HTTP/1.1 banana\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("\0\u0001\u0002\u00ff\r\n\r\n")]
    public async Task An_answer_that_is_not_HTTP_is_502_upstream_protocol_error(string rubbish)
    {
        await using var upstream = RawUpstream.Answering(rubbish);
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Once));

        using var response = await gateway.Client.GetAsync("/api/");

        await Problem.AssertAsync(response, HttpStatusCode.BadGateway, "upstream_protocol_error");
        Assert.Equal(1, (await TargetStatus.WhenIdleAsync(gateway, 1)).Failures);
    }

    [Fact]
    public async Task HTTP2_to_a_port_that_speaks_HTTP1_is_502_upstream_protocol_error()
    {
        // As Kestrel answers (a GOAWAY frame, HTTP_1_1_REQUIRED), and as others do.
        byte[][] answers = [[0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xd], "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()];
        foreach (var answer in answers)
        {
            // It reads on before it closes: bytes that nobody has read make the end a reset, which may overtake the answer.
            await using RawUpstream upstream = new(async (stream, stopping) =>
            {
                await RawUpstream.ReadHeadAsync(stream, stopping);
                await stream.WriteAsync(answer, stopping);
                await stream.CopyToAsync(Stream.Null, stopping);
            });
            await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, $"{Once}, \"CircuitBreaker\": {{ \"Enabled\": false }}, \"HttpVersion\": \"Http2\""));

            // Whether the client of the gateway has read the answer when the connection ends is a matter of time: not all have the same reason.
            HashSet<string?> reasons = [];
            for (var i = 0; i < 50; i++)
            {
                using var response = await (i % 5 == 0 ? gateway.Client.GetAsync("/api/") : gateway.Client.PostAsync("/api/", new ByteArrayContent(new byte[1_000_000])));
                Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
                reasons.Add((await Problem.OfAsync(response)).Reason);
            }

            Assert.Contains("upstream_protocol_error", reasons);
            Assert.All(reasons, reason => Assert.Contains(reason, (string[])["upstream_protocol_error", "upstream_reset"]));
        }
    }

    [Fact]
    public async Task The_body_tells_no_upstream_address()
    {
        var port = Ports.Free();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{port}", Once));

        using var response = await gateway.Client.GetAsync("/api/");
        // By chance the trace's number may have the port's in it.
        var body = (await response.Content.ReadAsStringAsync()).Replace((await Problem.OfAsync(response)).TraceId!, "", StringComparison.Ordinal);

        Assert.DoesNotContain(port.ToString(System.Globalization.CultureInfo.InvariantCulture), body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_connection_serves_the_next_request_after_an_error()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, Once));
        await upstream.StopAsync();
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync("POST /api/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 502", await client.ReadUntilAsync(text => text.Contains("traceId", StringComparison.Ordinal) && text.EndsWith('}')), StringComparison.Ordinal);
        await client.SendAsync("GET /alive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }
}

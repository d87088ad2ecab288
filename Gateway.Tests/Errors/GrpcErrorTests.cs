using System.Net;
using System.Net.Http.Headers;
using Gateway.Proxy.Errors;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Errors;

/// <summary>What the gateway says to a gRPC request of its own accord.</summary>
public sealed class GrpcErrorTests
{
    [Fact]
    public async Task An_error_is_one_frame_with_the_gateways_fields_and_no_body()
    {
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}"));
        await using var client = await RawHttp2Client.ConnectAsync(gateway.Address);

        await client.TrySendAsync(
        [
            .. Http2Frame.Write(Http2Frame.HeadersType, Http2Frame.EndHeaders, 1, [.. Http2Frame.RequestFields("/api/x"), .. Http2Frame.Field("content-type", "application/grpc+proto")]),
            .. Http2Frame.Write(Http2Frame.DataType, Http2Frame.EndStream, 1, [0, 0, 0, 0, 0]),
        ]);
        await Eventually.BecomesTrueAsync(() => client.Frames.Any(frame => frame is { Stream: 1, Type: Http2Frame.HeadersType }), TimeSpan.FromSeconds(10), "a response");

        var only = Assert.Single(client.Frames, frame => frame.Stream == 1 && frame.Type is Http2Frame.HeadersType or Http2Frame.DataType);
        Assert.Equal(Http2Frame.EndStream, only.Flags & Http2Frame.EndStream);
    }

    [Fact]
    public async Task A_target_that_is_away_is_14_with_reason_and_trace()
    {
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}"));

        using var response = await CallAsync(gateway);

        var message = AssertStatus(14, response);
        Assert.Matches(@"^Bad gateway: .* \(reason connect_failed, trace [0-9a-f]{32}\)$", message);
        Assert.True(response.Headers.Contains("X-CoreRL-Version"));
        Assert.True(response.Headers.Contains("X-Correlation-Id"));
    }

    [Fact]
    public async Task An_open_circuit_is_14_and_says_when_to_come_again()
    {
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", "\"CircuitBreaker\": { \"MinimumThroughput\": 1 }, \"MaxRetries\": 0"));
        using (await CallAsync(gateway))
        {
        }

        using var response = await CallAsync(gateway);

        Assert.Contains("reason circuit_open", AssertStatus(14, response), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_target_that_takes_too_long_is_4()
    {
        await using var upstream = await Upstream.StartAsync("slow", context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"Timeout\": \"00:00:00.2\""));

        using var response = await CallAsync(gateway);

        Assert.Contains("reason request_timeout", AssertStatus(4, response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "00:01:00", "14", @"^Bad gateway: .* \(reason upstream_reset, trace [0-9a-f]{32}\)$")]
    [InlineData(false, "00:00:02", "4", @"^Gateway timeout: .* \(reason response_idle, trace [0-9a-f]{32}\)$")]
    public async Task A_response_that_breaks_off_ends_with_a_status(bool cut, string idle, string status, string message)
    {
        TaskCompletionSource received = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync("broken", async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            await context.Response.Body.FlushAsync();
            await received.Task.WaitAsync(TimeSpan.FromSeconds(10));
            if (cut)
                context.Abort();
            else
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }, HttpProtocols.Http2);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, $"\"HttpVersion\": \"Http2\", \"Timeouts\": {{ \"StreamIdle\": \"{idle}\" }}"));

        using var client = Http2Gateway.Client(gateway);
        using var request = Call("/api/x");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[5]);
        received.SetResult();

        Assert.Equal(0, await body.ReadAsync(new byte[1]));
        Assert.Equal(status, Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Matches(message, Assert.Single(response.TrailingHeaders.GetValues("grpc-message")));
    }

    [Fact]
    public async Task A_call_that_is_too_large_is_8()
    {
        await using var upstream = await Upstream.StartAsync("grpc", context => context.Request.Body.CopyToAsync(Stream.Null), HttpProtocols.Http2);
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route(upstream.Address, "\"HttpVersion\": \"Http2\", \"MaxRequestBodySize\": 1000"));

        using var response = await CallAsync(gateway, size: 100_000);

        AssertStatus(8, response);
    }

    [Theory]
    [InlineData("/nowhere", 12)]
    [InlineData("/api/x", 12)]
    public async Task What_no_route_takes_is_12(string path, int status)
    {
        await using var gateway = await Http2Gateway.StartAsync(GatewayConfig.Route("http://127.0.0.1:9", "\"Methods\": [\"GET\"]"));

        using var response = await CallAsync(gateway, path);

        AssertStatus(status, response);
    }

    [Fact]
    public async Task Without_a_token_it_is_16_without_the_scopes_7_and_too_often_8()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await Http2Gateway.StartAsync($$"""
            { "Routes": {
              "guarded": { "Path": "/guarded", "Targets": "{{upstream.Address}}", "Authorization": {{issuer.Settings[..^1]}}, "Scopes": ["admin"] } },
              "limited": { "Path": "/limited", "Targets": "{{upstream.Address}}", "RateLimit": { "Permits": 1, "Window": "01:00:00" } } } }
            """);

        using (var none = await CallAsync(gateway, "/guarded"))
            AssertStatus(16, none);
        using (var other = await CallAsync(gateway, "/guarded", issuer.Token()))
            AssertStatus(7, other);
        using (await CallAsync(gateway, "/limited"))
        {
        }

        using var often = await CallAsync(gateway, "/limited");
        AssertStatus(8, often);
    }

    [Theory]
    [InlineData("application/grpc-web+proto", 2)]
    [InlineData("application/grpcish", 2)]
    [InlineData("application/json", 2)]
    [InlineData("application/grpc", 1)]
    public async Task Whoever_does_not_speak_gRPC_over_HTTP2_gets_the_problem_body(string contentType, int version)
    {
        const string Config = "{ \"Routes\": {} }";
        await using var gateway = await (version == 2 ? Http2Gateway.StartAsync(Config) : GatewayInstance.StartAsync(Config));

        using var client = version == 2 ? Http2Gateway.Client(gateway) : gateway.NewClient();
        using ByteArrayContent body = new([0, 0, 0, 0, 0]);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var response = await client.PostAsync("/nowhere", body);

        Assert.Equal(404, (await Problem.OfAsync(response)).Status);
        Assert.False(response.Headers.Contains("grpc-status"));
    }

    [Theory]
    [InlineData("plain ~", "plain ~")]
    [InlineData("100 %", "100 %25")]
    [InlineData("für\n", "f%C3%BCr%0A")]
    [InlineData("\u007f😀", "%7F%F0%9F%98%80")]
    public void A_message_is_percent_encoded_where_the_specification_says_so(string text, string encoded) => Assert.Equal(encoded, GrpcError.Encode(text));

    private static async Task<HttpResponseMessage> CallAsync(GatewayInstance gateway, string path = "/api/x", string? token = null, int size = 5)
    {
        using var client = Http2Gateway.Client(gateway);
        using var request = Call(path, size);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        return await client.SendAsync(request);
    }

    private static HttpRequestMessage Call(string path, int size = 5)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(new byte[size]) };
        request.Content.Headers.ContentType = new("application/grpc");
        return request;
    }

    private static string AssertStatus(int status, HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.ToString());
        Assert.Equal($"{status}", Assert.Single(response.Headers.GetValues("grpc-status")));
        return Assert.Single(response.Headers.GetValues("grpc-message"));
    }
}

using System.Diagnostics;
using Gateway.Tests.Access;
using Gateway.Tests.Faults;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Telemetry;

// An application with telemetry in the same process would have the requests of these tests recorded.
[Collection(nameof(AloneUnderLoad))]
public sealed class SpanTests
{
    private const string Baggage = "userId=al%20ice;ttl=3 , server = DF%2028,flag";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task One_trace_goes_from_the_client_by_request_attempt_and_send_to_the_upstream()
    {
        using Spans spans = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await SendAsync(gateway, spans, "tracestate: vendor=abc\r\n");

        var request = await RequestOf(spans);
        Assert.Equal(("r", upstream.Address["http://".Length..]), (Tag(request, "gateway.route"), Tag(request, "gateway.target")));
        Assert.Equal(("127.0.0.1", null), (Tag(request, "client.address"), Tag(request, "error.type")));
        var attempt = Assert.Single(spans.Attempts);
        Assert.Equal(("gateway.attempt", ActivityKind.Internal, request.SpanId), (attempt.OperationName, attempt.Kind, attempt.ParentSpanId));
        Assert.Equal(("r", Tag(request, "gateway.target")), (Tag(attempt, "gateway.route"), Tag(attempt, "gateway.target")));
        Assert.Equal("200", Tag(attempt, "http.response.status_code"));
        Assert.Equal((null, null, ActivityStatusCode.Unset), (Tag(attempt, "http.request.resend_count"), Tag(attempt, "error.type"), attempt.Status));
        var sent = spans.Below(attempt);
        Assert.Equal("System.Net.Http", sent.Source.Name);
        Assert.Equal(("127.0.0.1", $"{upstream.Port}", "1.1"), (Tag(sent, "server.address"), Tag(sent, "server.port"), Tag(sent, "network.protocol.version")));
        var received = Assert.Single(upstream.Received);
        Assert.Equal(($"00-{spans.TraceId}-{sent.SpanId}-01", "vendor=abc"), (received.Header("traceparent"), received.Header("tracestate")));
    }

    [Fact]
    public async Task Each_attempt_says_how_often_the_request_was_sent_before_and_why_it_failed()
    {
        using Spans spans = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", """ "MaxRetries": 2, "Retry": { "BaseDelay": "00:00:00.001" } """));

        await SendAsync(gateway, spans);

        var request = await RequestOf(spans);
        Assert.Equal("connect_failed", Tag(request, "error.type"));
        Assert.Equal(
            [(null, "connect_failed", ActivityStatusCode.Error), ("1", "connect_failed", ActivityStatusCode.Error), ("2", "connect_failed", ActivityStatusCode.Error)],
            spans.Attempts.Select(span => (Tag(span, "http.request.resend_count"), Tag(span, "error.type"), span.Status)));
        Assert.All(spans.Attempts, span => Assert.Equal("gateway.attempt", span.DisplayName));
    }

    [Fact]
    public async Task A_request_that_is_not_recorded_has_no_spans_of_attempts()
    {
        using Spans spans = new(recordsRequest: false);
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address));

        await SendAsync(gateway, spans);

        await RequestOf(spans);
        Assert.Empty(spans.Attempts);
    }

    [Fact]
    public async Task What_the_gateway_refuses_is_told_on_the_requests_span()
    {
        using TestIssuer issuer = new();
        using Spans spans = new();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route("http://127.0.0.1:9", $"\"Authorization\": {issuer.Settings}"));

        await SendAsync(gateway, spans);

        var request = await RequestOf(spans);
        Assert.Equal(("r", "401"), (Tag(request, "gateway.route"), Tag(request, "error.type")));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Baggage_reaches_the_upstream_as_the_client_sent_it(bool isLogged, bool isTraced)
    {
        using var spans = isTraced ? new Spans() : null;
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), builder =>
        {
            // With a log the framework makes a span of its own.
            if (isLogged)
                new LogLines().AddTo(builder);
        });

        var traceParent = spans?.TraceParent ?? "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        await RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\ntraceparent: {traceParent}\r\nbaggage: {Baggage}\r\n\r\n");

        var received = Assert.Single(upstream.Received);
        Assert.Equal(Baggage, received.Header("baggage"));
        Assert.Null(received.Header("Correlation-Context"));
        Assert.StartsWith(traceParent[..35], received.Header("traceparent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_is_the_one_that_trusted_proxies_name()
    {
        using Spans spans = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address, gateway: """ "TrustedProxies": [ "127.0.0.0/8", "10.0.0.0/8" ] """));

        await SendAsync(gateway, spans, "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.1.1.1\r\n");

        Assert.Equal("203.0.113.7", Tag(await RequestOf(spans), "client.address"));
    }

    private static Task<string> SendAsync(GatewayInstance gateway, Spans spans, string fields = "") =>
        RawClient.ExchangeAsync(gateway.Address, $"GET /api/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\ntraceparent: {spans.TraceParent}\r\n{fields}\r\n");

    // It ends after the client has its response.
    private static async Task<Activity> RequestOf(Spans spans)
    {
        await Eventually.BecomesTrueAsync(() => spans.Request is not null, Limit, "the request's span has ended");
        return spans.Request!;
    }

    private static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();
}

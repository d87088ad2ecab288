using Gateway.Tests.Distributed.Telemetry;
using Gateway.Tests.Distributed.Topologies;

namespace Gateway.Tests.Distributed;

public sealed class TraceTests(SharedTopology topology) : SharedTopologyTest(topology)
{
    [Theory]
    [InlineData(Coredinator, "/api/agents/{0}/status", "GET /api/agents/{id}/status", 200)]
    [InlineData(CoreTelemetry, "/api/data/{0}/metrics", "GET /api/data/{agent_id}/metrics", 404)]
    public async Task One_trace_spans_the_gateway_and_the_service(string service, string template, string upstreamName, int status)
    {
        var path = Unique(template);

        using var response = await Gateway.GetAsync($"/api/v1/{service}{path}");

        Assert.Equal(status, (int)response.StatusCode);
        var trace = await Topology.Telemetry.TraceAsync(span => span["url.path"] == $"/api/v1/{service}{path}");
        Assert.Equal(4, trace.Count);

        var request = Assert.Single(trace, span => span.ParentId.Length == 0);
        Assert.Equal(("gateway", SpanKind.Server, $"GET /api/v1/{service}/{{**path}}"), (request.Service, request.Kind, request.Name));
        Assert.Equal($"/api/v1/{service}/{{**path}}", request["http.route"]);
        Assert.Equal($"{status}", request["http.response.status_code"]);
        Assert.Equal((service, service), (request["gateway.route"], request["gateway.target"]));

        var attempt = Assert.Single(trace, span => span.ParentId == request.SpanId);
        Assert.Equal(("gateway", SpanKind.Internal, "gateway.attempt"), (attempt.Service, attempt.Kind, attempt.Name));
        Assert.Equal((service, service), (attempt["gateway.route"], attempt["gateway.target"]));
        Assert.Equal($"{status}", attempt["http.response.status_code"]);

        var client = Assert.Single(trace, span => span.ParentId == attempt.SpanId);
        Assert.Equal(("gateway", SpanKind.Client), (client.Service, client.Kind));
        Assert.Equal($"{status}", client["http.response.status_code"]);

        var upstream = Assert.Single(trace, span => span.ParentId == client.SpanId);
        Assert.Equal((service, SpanKind.Server, upstreamName), (upstream.Service, upstream.Kind, upstream.Name));
        Assert.Equal(path, upstream["url.path"]);
        Assert.Equal($"{status}", upstream["http.response.status_code"]);
    }

    [Fact]
    public async Task A_trace_that_the_client_has_begun_goes_on()
    {
        var traceId = Guid.NewGuid().ToString("n");
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/coredinator/api/agents/");
        request.Headers.Add("traceparent", $"00-{traceId}-00f067aa0ba902b7-01");

        using var response = await Gateway.SendAsync(request);

        var trace = await Topology.Telemetry.TraceAsync(span => span.TraceId == traceId);
        Assert.Equal("gateway", Assert.Single(trace, span => span.ParentId == "00f067aa0ba902b7").Service);
        Assert.Contains(trace, span => span.Service == Coredinator);
    }

    [Fact]
    public async Task Each_attempt_is_a_span_with_the_services_answer_under_it()
    {
        await Topology.Coredinator.BehaveAsync(new { status = 503, failNext = 1, pathPrefix = "/api/agents" });
        var path = Unique("/api/agents/{0}/status");

        using var response = await Gateway.GetAsync($"/api/v1/coredinator{path}");

        Assert.Equal(200, (int)response.StatusCode);
        var trace = await Topology.Telemetry.TraceAsync(span => span["url.path"] == $"/api/v1/coredinator{path}");
        var request = Assert.Single(trace, span => span.ParentId.Length == 0);
        Assert.Equal(SpanStatus.Unset, request.Status);

        var attempts = trace.Where(span => span.ParentId == request.SpanId).OrderBy(span => span["http.request.resend_count"], StringComparer.Ordinal).ToList();
        Assert.Equal([("gateway.attempt", "503", SpanStatus.Error), ("gateway.attempt", "200", SpanStatus.Unset)],
            attempts.Select(attempt => (attempt.Name, attempt["http.response.status_code"], attempt.Status)));
        foreach (var attempt in attempts)
        {
            var client = Assert.Single(trace, span => span.ParentId == attempt.SpanId);
            var upstream = Assert.Single(trace, span => span.ParentId == client.SpanId);
            Assert.Equal((Coredinator, attempt["http.response.status_code"]), (upstream.Service, upstream["http.response.status_code"]));
        }
    }

    [Fact]
    public async Task The_problem_that_a_client_gets_names_its_trace()
    {
        await Topology.CoreTelemetry.BehaveAsync(new { abort = "before-headers" });
        var path = Unique("/api/config/path?path={0}");

        using var response = await Gateway.PostAsync($"/api/v1/coretelemetry{path}", content: null);

        var body = await response.Content.ReadAsStringAsync();
        var trace = await Topology.Telemetry.TraceAsync(span => span.TraceId.Length > 0 && body.Contains(span.TraceId, StringComparison.Ordinal));
        var request = Assert.Single(trace, span => span.ParentId.Length == 0);
        Assert.Equal(("502", SpanStatus.Error), (request["http.response.status_code"], request.Status));
        Assert.Equal("upstream_reset", request["error.type"]);
        Assert.Equal("upstream_reset", Assert.Single(trace, span => span.ParentId == request.SpanId)["error.type"]);
    }

    private static string Unique(string template) => template.Replace("{0}", $"traced-{Guid.NewGuid():n}", StringComparison.Ordinal);
}

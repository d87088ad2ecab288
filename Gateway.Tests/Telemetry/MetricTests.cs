using System.Diagnostics;
using System.Text;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Telemetry;

public sealed class MetricTests
{
    private const string Errors = "gateway.error_responses";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Whatever_the_gateway_refuses_by_itself_is_counted_by_route_and_reason()
    {
        using TestIssuer issuer = new();
        await using var upstream = await Upstream.StartAsync();

        // The clock stands still, so that no request is refused for want of keys.
        await using var gateway = await GatewayInstance.StartAsync(
            $$"""
            {
              "Limits": { "MaxRequestBodySize": 1000 },
              "Routes": {
                "open": { "Path": "/open/{**path}", "Targets": "{{upstream.Address}}", "Methods": [ "GET", "POST" ] },
                "closed": { "Path": "/closed/{**path}", "Targets": "{{upstream.Address}}", "Authorization": {{issuer.Settings}} },
                "scoped": { "Path": "/scoped/{**path}", "Targets": "{{upstream.Address}}", "Authorization": {{issuer.Settings.Replace("\"Issuer\"", "\"Scopes\": [\"admin\"], \"Issuer\"", StringComparison.Ordinal)}} },
                "limited": { "Path": "/limited/{**path}", "Targets": "{{upstream.Address}}", "RateLimit": { "Permits": 1, "Window": "00:10:00" } },
                "dead": { "Path": "/dead/{**path}", "Targets": "http://127.0.0.1:{{Ports.Free()}}", "MaxRetries": 0, "CircuitBreaker": { "MinimumThroughput": 2, "BreakDuration": "00:10:00", "MaxBreakDuration": "00:10:00" } }
              }
            }
            """,
            builder => builder.Services.AddSingleton<TimeProvider>(new ManualTime()));
        using Measured measured = new(gateway);

        await SendAsync(gateway, HttpMethod.Get, "/nowhere");
        await SendAsync(gateway, HttpMethod.Delete, "/open/x");
        await SendAsync(gateway, HttpMethod.Post, "/open/x", body: new string('x', 2000));
        await SendAsync(gateway, HttpMethod.Get, "/closed/x");
        await SendAsync(gateway, HttpMethod.Get, "/scoped/x", issuer.Token());
        await SendAsync(gateway, HttpMethod.Get, "/limited/x");
        await SendAsync(gateway, HttpMethod.Get, "/limited/x");
        for (var i = 0; i < 3; i++)
            await SendAsync(gateway, HttpMethod.Get, "/dead/x");
        await RawClient.ExchangeAsync(gateway.Address, "GET /open/x HTTP/1.1\r\nHost: a b\r\nno field\r\n\r\n");

        Assert.Equal(
            [
                "(none) 400 400 x1", "(none) 404 404 x1", "(none) 405 405 x1", "closed 401 401 x1", "dead 502 connect_failed x2", "dead 503 circuit_open x1", "limited 429 429 x1",
                "open 413 413 x1", "scoped 403 403 x1",
            ],
            measured.Of(Errors).GroupBy(each => $"{each["gateway.route"] ?? "(none)"} {each["http.response.status_code"]} {each["error.type"]}")
                .Select(group => $"{group.Key} x{group.Sum(each => each.Value)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_wait_for_a_connection_and_a_request_that_take_too_long_are_counted_too()
    {
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(answer: _ => release.Task);
        ManualTime time = new();
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, """ "MaxRetries": 0, "Timeout": "00:00:01", "Timeouts": { "Pool": "00:00:00.1" }, "Connections": { "Max": 1 } """),
            builder => builder.Services.AddSingleton<TimeProvider>(time));
        using Measured measured = new(gateway);

        var first = gateway.Client.GetAsync("/api/first");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Limit, "the first request holds the connection");
        Assert.Equal(("r", "1"), Assert.Single(measured.Collect("gateway.target.active_attempts")) is var active ? (active["gateway.route"], $"{active.Value}") : default);
        using var second = await gateway.Client.GetAsync("/api/second");
        time.Advance(TimeSpan.FromSeconds(1));
        using var timedOut = await first;
        release.SetResult();

        Assert.Equal(["pool_timeout", "request_timeout"], measured.Of(Errors).Select(each => each["error.type"]));
        await Eventually.BecomesTrueAsync(() => measured.Collect("gateway.target.active_attempts").Single().Value == 0, Limit, "nothing is under way");
    }

    [Fact]
    public async Task An_error_of_the_gateways_own_is_named_in_the_servers_metric_too()
    {
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route($"http://127.0.0.1:{Ports.Free()}", "\"MaxRetries\": 0"));
        using Measured measured = new(gateway);

        await SendAsync(gateway, HttpMethod.Get, "/api/x");

        await Eventually.BecomesTrueAsync(() => measured.Of("http.server.request.duration").Any(), Limit, "the request is measured");
        var request = Assert.Single(measured.Of("http.server.request.duration"));
        Assert.Equal(("502", "connect_failed", "/api/{**path}"), (request["http.response.status_code"], request["error.type"], request["http.route"]));
    }

    [Fact]
    public async Task How_long_targets_take_to_respond_is_measured_by_route_and_target()
    {
        TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(answer: async context =>
        {
            context.Response.StatusCode = context.Request.Path == "/busy" ? 503 : 200;
            await context.Response.WriteAsync("x");
            await context.Response.Body.FlushAsync();
            if (context.Request.Path == "/slow")
                await rest.Task;
        });
        await using var gateway = await GatewayInstance.StartAsync($$"""
            { "Routes": { "r": { "Path": "/{**path}", "MaxRetries": 1, "Targets": [ { "Name": "t", "Address": "{{upstream.Address}}" } ], "Retry": { "BaseDelay": "00:00:00.001" } } } }
            """);
        using Measured measured = new(gateway);

        await SendAsync(gateway, HttpMethod.Get, "/busy");
        var clock = Stopwatch.StartNew();
        using var slow = await gateway.Client.GetAsync("/slow", HttpCompletionOption.ResponseHeadersRead);
        var untilHeaders = clock.Elapsed;
        await Eventually.BecomesTrueAsync(() => clock.Elapsed > untilHeaders * 2, Limit, "the body takes as long again");
        rest.SetResult();
        await slow.Content.ReadAsByteArrayAsync();
        await Eventually.BecomesTrueAsync(() => measured.Of("gateway.attempt.duration").Count() == 3, Limit, "three attempts");

        var attempts = measured.Of("gateway.attempt.duration").ToArray();
        Assert.Equal([("503", "503"), ("503", "503"), ("200", null)], attempts.Select(each => (each["http.response.status_code"], each["error.type"])));
        Assert.All(attempts, each => Assert.Equal(("r", "t"), (each["gateway.route"], each["gateway.target"])));

        // Until the response's headers, however long its body takes.
        Assert.InRange(attempts[2].Value, 0.000001, untilHeaders.TotalSeconds);
    }

    [Fact]
    public async Task Circuits_and_health_are_told_by_state_for_each_target()
    {
        await using var ill = await Upstream.StartAsync(answer: context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayInstance.StartAsync($$"""
            {
              "Routes": {
                "r": {
                  "Path": "/{**path}", "MaxRetries": 0, "HealthCheckPath": "/health", "HealthCheck": { "Interval": "00:00:00.2", "UnhealthyThreshold": 1 },
                  "Targets": [ { "Name": "ill", "Address": "{{ill.Address}}" } ], "Retry": { "Statuses": [500] },
                  "CircuitBreaker": { "MinimumThroughput": 2, "BreakDuration": "00:10:00", "MaxBreakDuration": "00:10:00" }
                }
              }
            }
            """);
        using Measured measured = new(gateway);

        Assert.Equal(1, StateOf("gateway.target.circuits", "gateway.circuit.state", "closed"));
        await Eventually.BecomesTrueAsync(() => StateOf("gateway.target.endpoints", "gateway.health.state", "unhealthy") == 1, Limit, "the probes find it unhealthy");
        Assert.Equal(0, StateOf("gateway.target.endpoints", "gateway.health.state", "healthy"));
        for (var i = 0; i < 3; i++)
            await SendAsync(gateway, HttpMethod.Get, "/x");

        Assert.Equal((0, 1, 0), (StateOf("gateway.target.circuits", "gateway.circuit.state", "closed"), StateOf("gateway.target.circuits", "gateway.circuit.state", "open"), StateOf("gateway.target.circuits", "gateway.circuit.state", "half_open")));

        int StateOf(string instrument, string tag, string state)
        {
            var found = measured.Collect(instrument).Single(each => each[tag] == state);
            Assert.Equal(("r", "ill"), (found["gateway.route"], found["gateway.target"]));
            return (int)found.Value;
        }
    }

    private static async Task SendAsync(GatewayInstance gateway, HttpMethod method, string path, string? token = null, string? body = null)
    {
        using HttpRequestMessage request = new(method, path);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}

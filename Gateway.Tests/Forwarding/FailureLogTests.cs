using System.Globalization;
using Gateway.Tests.Harness;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.Forwarding;

/// <summary>What an operator reads in the log when a route fails.</summary>
public sealed class FailureLogTests
{
    private const int Retried = 1011;
    private const int Failed = 1012;
    private const int Refused = 1013;
    private const int Malformed = 1015;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public Task A_service_that_is_down() =>
        CheckAsync($"http://127.0.0.1:{Ports.Free()}", "connect_failed", "Connection refused", 502);

    [Fact]
    public Task A_name_that_DNS_does_not_know() =>
        CheckAsync("http://no-such-host.invalid", "connect_failed", "the host name cannot be resolved: ", 502);

    [Fact]
    public async Task A_service_that_does_not_respond_in_time()
    {
        await using RawUpstream silent = new((_, stopping) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping));
        await CheckAsync(silent.Address, "read_timeout", "no response within Timeouts.Read, 0.1 s", 504, "\"Timeouts\": { \"Read\": \"00:00:00.1\" }");
    }

    [Fact]
    public async Task A_service_that_accepts_no_connection_in_time()
    {
        using FullPort full = new();
        await CheckAsync(full.Address, "connect_timeout", "no connection within Timeouts.Connect, 0.2 s", 504, "\"Timeouts\": { \"Connect\": \"00:00:00.2\" }");
    }

    [Fact]
    public async Task A_certificate_for_another_name()
    {
        using TestCertificates certificates = new();
        await using var upstream = await Upstream.StartAsync(certificate: certificates.Server);

        // The certificate names localhost and 127.0.0.1.
        await CheckAsync(
            $"https://[::ffff:127.0.0.1]:{upstream.Port}", "connect_failed", "the TLS handshake failed: ", 502, $$""" "Tls": { "CaFile": "{{certificates.AuthorityFile}}" } """, "RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task A_service_that_closes_the_connection()
    {
        await using RawUpstream closing = new((stream, stopping) => RawUpstream.ReadHeadAsync(stream, stopping));
        await CheckAsync(closing.Address, "upstream_reset", "The upstream closed the connection before it sent a response.", 502);
    }

    [Fact]
    public async Task A_service_that_does_not_speak_HTTP_without_what_it_says()
    {
        await using var other = RawUpstream.Answering("SECRET-DATA of somebody\r\n\r\n");
        var entry = await CheckAsync(other.Address, "upstream_protocol_error", "Received an invalid status line", 502);
        Assert.DoesNotContain("SECRET", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_responds_with_503_itself()
    {
        await using var busy = await Upstream.StartAsync(answer: context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await CheckAsync(busy.Address, "upstream_status", "status 503", 503);
    }

    [Fact]
    public async Task A_retry_is_told_with_the_number_of_the_attempt_and_so_is_the_last_one()
    {
        using LogEntries log = new();
        await using var gateway = await StartAsync($"http://127.0.0.1:{Ports.Free()}", log, """ "MaxRetries": 1, "Retry": { "BaseDelay": "00:00:00.001" } """);
        (await gateway.Client.GetAsync("/api/x")).Dispose();

        Assert.Equal("1", Assert.Single(log.Of(Retried))["Attempt"]);
        Assert.Equal("2", Assert.Single(log.Of(Failed))["Attempt"]);
    }

    [Fact]
    public async Task While_failures_repeat_the_cause_of_the_latest_is_told()
    {
        using LogEntries log = new();
        await using RawUpstream upstream = new((stream, _) =>
        {
            RawUpstream.Reset(stream);
            return Task.CompletedTask;
        });
        await using var gateway = await StartAsync(upstream.Address, log, "\"MaxRetries\": 0, \"CircuitBreaker\": { \"Enabled\": false }");
        for (var i = 0; i < 3; i++)
            (await gateway.Client.PostAsync("/api/x", null)).Dispose();

        await Eventually.BecomesTrueAsync(() => log.Of(Failed).Sum(entry => int.Parse(entry["Count"]!, CultureInfo.InvariantCulture)) == 3, Limit, "all are told");
        Assert.All(log.Of(Failed), entry => Assert.False(string.IsNullOrEmpty(entry["Cause"])));
    }

    [Fact]
    public async Task Why_nothing_is_attempted_any_more()
    {
        using LogEntries log = new();
        await using var gateway = await StartAsync($"http://127.0.0.1:{Ports.Free()}", log, "\"MaxRetries\": 0, \"CircuitBreaker\": { \"MinimumThroughput\": 2, \"BreakDuration\": \"00:10:00\", \"MaxBreakDuration\": \"00:10:00\" }");
        for (var i = 0; i < 3; i++)
            (await gateway.Client.GetAsync("/api/x")).Dispose();

        var opened = Assert.Single(log.Of(1201));
        Assert.Contains("has opened for 600 s: 2 of the last 2 attempts failed, the latest with connect_failed (Connection refused)", opened.Text, StringComparison.Ordinal);
        Assert.StartsWith("Route r: no target could take the request: the circuits of all targets are open; the client receives status 503 (circuit_open)", Assert.Single(log.Of(Refused)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_whose_connections_are_all_in_use()
    {
        using LogEntries log = new();
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = await Upstream.StartAsync(answer: _ => release.Task);
        await using var gateway = await GatewayInstance.StartAsync(
            GatewayConfig.Route(upstream.Address, """ "MaxRetries": 0, "Timeouts": { "Pool": "00:00:00.1" }, "Connections": { "Max": 1 } """), log.AddTo);
        var first = gateway.Client.GetAsync("/api/first");
        await Eventually.BecomesTrueAsync(() => upstream.Received.Count == 1, Limit, "the first request holds the connection");
        (await gateway.Client.GetAsync("/api/second")).Dispose();
        release.SetResult();
        (await first).Dispose();

        Assert.Contains("became free within Timeouts.Pool, 0.1 s; the client receives status 504 (pool_timeout)", Assert.Single(log.Of(Refused)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_the_client_sends_wrongly()
    {
        using LogEntries log = new();
        await using var upstream = await Upstream.StartAsync();
        await using var gateway = await GatewayInstance.StartAsync(GatewayConfig.Route(upstream.Address), log.AddTo);
        await RawClient.ExchangeAsync(gateway.Address, "POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nrubbish\r\n");

        Assert.StartsWith("Route r: the client's request is malformed or incomplete (Bad chunk size data.), the client receives status 400", Assert.Single(log.Of(Malformed)).Text, StringComparison.Ordinal);
    }

    private static async Task<LogEntries.Entry> CheckAsync(string address, string reason, string cause, int status, string settings = "", string? rest = null)
    {
        using LogEntries log = new();
        await using var gateway = await StartAsync(address, log, "\"MaxRetries\": 0" + (settings.Length > 0 ? "," + settings : settings));
        using var response = await gateway.Client.GetAsync("/api/x");
        var body = await response.Content.ReadAsStringAsync();

        await Eventually.BecomesTrueAsync(() => log.Of(Failed).Count == 1, Limit, "the failure is logged");
        var entry = log.Of(Failed)[0];
        Assert.True(entry.Text.StartsWith($"Route r: attempt 1 at target a ({address}/) failed with {reason} ({cause}", StringComparison.Ordinal), entry.Text);
        Assert.Contains(rest ?? cause, entry["Cause"], StringComparison.Ordinal);
        Assert.Contains($"the client receives status {status}; count in the last second: 1", entry.Text, StringComparison.Ordinal);
        Assert.Equal(status, (int)response.StatusCode);

        // The operator's log only.
        Assert.DoesNotContain(new Uri(address).Host, body, StringComparison.Ordinal);
        Assert.DoesNotContain(cause, body, StringComparison.Ordinal);
        return entry;
    }

    private static Task<GatewayInstance> StartAsync(string address, LogEntries log, string settings) => GatewayInstance.StartAsync(
        $$"""{ "Routes": { "r": { {{settings}}, "Path": "/api/{**path}", "Targets": [ { "Name": "a", "Address": "{{address}}" } ] } } }""", log.AddTo);
}

using Gateway.Proxy.Configuration;
using Gateway.Proxy.Configuration.Formats;
using Gateway.Proxy.Health;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Routes;

/// <summary>The keys of <c>Gateway:Defaults</c>, which are also keys of every route.</summary>
internal static class RouteSettingsTable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static TimeSpan Millisecond { get; } = TimeSpan.FromMilliseconds(1);

    private static SettingsTable<HeaderEdits> HeaderEdits { get; } = new()
    {
        { "Set", "Headers to set, replacing what was there.", new MapFormat(Format.EditableHeader, Format.HeaderValue), s => s.Set, (s, v) => s with { Set = v } },
        { "Remove", "Names of headers to remove.", Format.ListOf(Format.EditableHeader), s => s.Remove, (s, v) => s with { Remove = v } },
    };

    private static SettingsTable<AttemptTimeouts> Timeouts { get; } = new()
    {
        { "Connect", "Time to open a connection, TLS included.", Format.Duration(Millisecond, Day), s => s.Connect, (s, v) => s with { Connect = v } },
        { "Read", "Time without a byte from the target.", Format.Duration(Millisecond, Day), s => s.Read, (s, v) => s with { Read = v } },
        { "Write", "Time in which the target must take a piece of the request's body.", Format.Duration(Millisecond, Day), s => s.Write, (s, v) => s with { Write = v } },
        { "Pool", "Time to wait for a free connection.", Format.Duration(Millisecond, Day), s => s.Pool, (s, v) => s with { Pool = v } },
        { "StreamIdle", "Time without a byte in either direction of an event stream, a gRPC response or an upgraded connection.", Format.Duration(Millisecond, Day), s => s.StreamIdle, (s, v) => s with { StreamIdle = v } },
    };

    private static SettingsTable<ConnectionLimits> Connections { get; } = new()
    {
        { "Max", "Requests that may be under way to one target at once; unlimited unless set.", Format.Optional(Format.Integer(1, 1_000_000)), s => s.Max, (s, v) => s with { Max = v } },
        { "MaxIdle", "Idle connections kept for one target; unlimited unless set.", Format.Optional(Format.Integer(0, 1_000_000)), s => s.MaxIdle, (s, v) => s with { MaxIdle = v } },
        { "IdleTimeout", "How long an idle connection is kept.", Format.Duration(TimeSpan.FromSeconds(1), Day), s => s.IdleTimeout, (s, v) => s with { IdleTimeout = v } },
        { "Lifetime", "How long a connection is used at the most; then a new one asks DNS again.", Format.Duration(TimeSpan.FromSeconds(1), Day), s => s.Lifetime, (s, v) => s with { Lifetime = v } },
        { "MaxPerClient", "Of Max, what one client address may have under way to the target at once; unlimited unless set.", Format.Optional(Format.Integer(1, 1_000_000)), s => s.MaxPerClient, (s, v) => s with { MaxPerClient = v } },
    };

    private static SettingsTable<RetrySettings> Retry { get; } = new()
    {
        { "BaseDelay", "The wait before attempt n+1 is drawn between 0 and this times 2^n.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(1)), s => s.BaseDelay, (s, v) => s with { BaseDelay = v } },
        { "MaxDelay", "The longest wait between two attempts.", Format.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(10)), s => s.MaxDelay, (s, v) => s with { MaxDelay = v } },
        { "Statuses", "Upstream statuses that count as failures and may be tried again.", Format.ListOf(Format.Integer(400, 599)), s => s.Statuses, (s, v) => s with { Statuses = v } },
        { "BudgetPercent", "Retries as a part of the route's requests, in percent.", Format.Integer(0, 100), s => s.BudgetPercent, (s, v) => s with { BudgetPercent = v } },
    };

    private static SettingsTable<CircuitBreakerSettings> CircuitBreaker { get; } = new()
    {
        { "Enabled", "Whether there is a circuit breaker.", Format.Flag, s => s.Enabled, (s, v) => s with { Enabled = v } },
        { "FailureRatio", "The part of failed requests that opens the circuit.", Format.Ratio, s => s.FailureRatio, (s, v) => s with { FailureRatio = v } },
        { "MinimumThroughput", "Requests in the window before the ratio counts; as many failures in a row open the circuit at once.", Format.Integer(1, 100_000), s => s.MinimumThroughput, (s, v) => s with { MinimumThroughput = v } },
        { "SamplingDuration", "The window over which the ratio is taken.", Format.Duration(TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1)), s => s.SamplingDuration, (s, v) => s with { SamplingDuration = v } },
        { "BreakDuration", "How long the circuit stays open the first time; doubled each time the probe fails.", Format.Duration(TimeSpan.FromSeconds(0.1), Day), s => s.BreakDuration, (s, v) => s with { BreakDuration = v } },
        { "MaxBreakDuration", "The longest break.", Format.Duration(TimeSpan.FromSeconds(0.1), Day), s => s.MaxBreakDuration, (s, v) => s with { MaxBreakDuration = v } },
    };

    private static SettingsTable<HealthCheckSettings> HealthCheck { get; } = new()
    {
        { "Type", "How a target is asked: GET of HealthCheckPath, or grpc.health.v1 over HTTP/2, with a service's name behind the slash of HealthCheckPath.", Format.Choice<HealthCheckType>(), s => s.Type, (s, v) => s with { Type = v } },
        { "Interval", "Time between two probes of a target.", Format.Duration(TimeSpan.FromSeconds(0.1), Day), s => s.Interval, (s, v) => s with { Interval = v } },
        { "Timeout", "Time for one probe.", Format.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)), s => s.Timeout, (s, v) => s with { Timeout = v } },
        { "UnhealthyThreshold", "Failed probes in a row that make a target unhealthy.", Format.Integer(1, 100), s => s.UnhealthyThreshold, (s, v) => s with { UnhealthyThreshold = v } },
        { "HealthyThreshold", "Successful probes in a row that make it healthy again.", Format.Integer(1, 100), s => s.HealthyThreshold, (s, v) => s with { HealthyThreshold = v } },
    };

    // Last, because static members are made in the order in which they stand.
    public static SettingsTable<RouteSettings> Instance { get; } = new()
    {
        { "LoadBalancing", "How requests are shared among the targets.", Format.Choice<LoadBalancingPolicy>(), s => s.LoadBalancing, (s, v) => s with { LoadBalancing = v } },
        { "StripPath", "Drop the pattern's literal prefix from the forwarded path.", Format.Flag, s => s.StripPath, (s, v) => s with { StripPath = v } },
        { "PathRewrite", "The forwarded path, built from the pattern's parameters, for example /v1/orders/{**path}.", PathTemplateFormat.Optional, s => s.PathRewrite, (s, v) => s with { PathRewrite = v } },
        { "RewriteRedirects", "Rewrite Location, Content-Location, Refresh and the scope of cookies that name the target to the gateway's address and prefix.", Format.Flag, s => s.RewriteRedirects, (s, v) => s with { RewriteRedirects = v } },
        { "PreserveHost", "Send the client's Host to the target instead of the target's own.", Format.Flag, s => s.PreserveHost, (s, v) => s with { PreserveHost = v } },
        { "RequestHeaders", "Headers set on or removed from the forwarded request.", Format.Section(HeaderEdits), s => s.RequestHeaders, (s, v) => s with { RequestHeaders = v } },
        { "ResponseHeaders", "Headers set on or removed from the response.", Format.Section(HeaderEdits), s => s.ResponseHeaders, (s, v) => s with { ResponseHeaders = v } },
        { "Timeout", "Time from the request's last byte, retries included, until the response's headers.", Format.Duration(Millisecond, Day), s => s.Timeout, (s, v) => s with { Timeout = v } },
        { "MaxRequestBodySize", "The largest request body, in bytes; 0: no limit; absent: that of Gateway:Limits.", Format.Optional(Format.Long(0, long.MaxValue)), s => s.MaxRequestBodySize, (s, v) => s with { MaxRequestBodySize = v } },
        { "MaxRetries", "Further attempts after the first.", Format.Integer(0, 20), s => s.MaxRetries, (s, v) => s with { MaxRetries = v } },
        { "HealthCheckPath", "The path that tells a target's health; with HealthCheck.Type Grpc a service's name behind a slash, or / for the whole server.", new OptionalFormat<string>(Format.AbsolutePath), s => s.HealthCheckPath, (s, v) => s with { HealthCheckPath = v } },
        { "Timeouts", "The time limits of one attempt.", Format.Section(Timeouts), s => s.Timeouts, (s, v) => s with { Timeouts = v } },
        { "Connections", "The limits on connections to one target.", Format.Section(Connections), s => s.Connections, (s, v) => s with { Connections = v } },
        { "Retry", "When and how a request is tried again.", Format.Section(Retry), s => s.Retry, (s, v) => s with { Retry = v } },
        { "CircuitBreaker", "When a failing endpoint of a target is left alone, and for how long.", Format.Section(CircuitBreaker), s => s.CircuitBreaker, (s, v) => s with { CircuitBreaker = v } },
        { "HttpVersion", "The HTTP version that targets are spoken to in; gRPC without TLS needs Http2.", Format.Choice<UpstreamHttpVersion>(), s => s.HttpVersion, (s, v) => s with { HttpVersion = v } },
        { "Tls", "How https targets prove who they are.", Format.Section(AccessTables.Tls), s => s.Tls, (s, v) => s with { Tls = v } },
        { "Cors", "Which web pages of other origins may call the route; absent or null: the gateway leaves CORS to the upstream.", Format.OptionalSection(AccessTables.Cors), s => s.Cors, (s, v) => s with { Cors = v } },
        { "RateLimit", "How many requests a client may make.", Format.Section(AccessTables.RateLimit), s => s.RateLimit, (s, v) => s with { RateLimit = v } },
        { "Authorization", "Which bearer token the route asks for.", Format.Section(AccessTables.Authorization), s => s.Authorization, (s, v) => s with { Authorization = v } },
        { "HealthCheck", "How the targets are probed in the background.", Format.Section(HealthCheck), s => s.HealthCheck, (s, v) => s with { HealthCheck = v } },
    };
}

using Gateway.Proxy.Access.Cors;
using Gateway.Proxy.Access.RateLimits;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Health;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Routes;

/// <summary>The keys of <c>Gateway:Defaults</c>, which are also keys of every route.</summary>
internal static class RouteSettingsTable
{
    public static SettingsTable<RouteSettings> Instance { get; } = new()
    {
        { "LoadBalancing", "How requests are distributed among the targets.", Format.Choice<LoadBalancingPolicy>(), s => s.LoadBalancing, (s, v) => s with { LoadBalancing = v } },
        { "StripPath", "Drop the pattern's literal prefix from the forwarded path.", Format.Flag, s => s.StripPath, (s, v) => s with { StripPath = v } },
        { "PathRewrite", "The forwarded path, built from the pattern's parameters, for example /v1/orders/{**path}.", PathTemplateFormat.Optional, s => s.PathRewrite, (s, v) => s with { PathRewrite = v } },
        { "RewriteRedirects", "Rewrite Location, Content-Location, Refresh and the scope of cookies that name the target to the gateway's address and prefix.", Format.Flag, s => s.RewriteRedirects, (s, v) => s with { RewriteRedirects = v } },
        { "PreserveHost", "Send the client's Host to the target instead of the target's own.", Format.Flag, s => s.PreserveHost, (s, v) => s with { PreserveHost = v } },
        { "RequestHeaders", "Headers set on or removed from the forwarded request.", Format.Section(HeaderEditsTable.Instance), s => s.RequestHeaders, (s, v) => s with { RequestHeaders = v } },
        { "ResponseHeaders", "Headers set on or removed from the response.", Format.Section(HeaderEditsTable.Instance), s => s.ResponseHeaders, (s, v) => s with { ResponseHeaders = v } },
        { "Timeout", "Time from the request's last byte, retries included, until the response's headers.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Timeout, (s, v) => s with { Timeout = v } },
        { "MaxRequestBodySize", "The largest request body, in bytes; 0: no limit; absent: that of Gateway:Limits.", Format.Optional(Format.Long(0, long.MaxValue)), s => s.MaxRequestBodySize, (s, v) => s with { MaxRequestBodySize = v } },
        { "MaxRetries", "Further attempts after the first.", Format.Integer(0, 20), s => s.MaxRetries, (s, v) => s with { MaxRetries = v } },
        { "HealthCheckPath", "The path of the health check; with HealthCheck.Type Grpc a service's name behind a slash, or / for the whole server.", new OptionalFormat<string>(Format.AbsolutePath), s => s.HealthCheckPath, (s, v) => s with { HealthCheckPath = v } },
        { "Timeouts", "The time limits of one attempt.", Format.Section(AttemptTimeoutsTable.Instance), s => s.Timeouts, (s, v) => s with { Timeouts = v } },
        { "Connections", "The limits on connections to one target.", Format.Section(ConnectionLimitsTable.Instance), s => s.Connections, (s, v) => s with { Connections = v } },
        { "Retry", "When and how a request is retried.", Format.Section(RetrySettingsTable.Instance), s => s.Retry, (s, v) => s with { Retry = v } },
        { "CircuitBreaker", "When the circuit of a failing endpoint opens, and for how long.", Format.Section(CircuitBreakerSettingsTable.Instance), s => s.CircuitBreaker, (s, v) => s with { CircuitBreaker = v } },
        { "HttpVersion", "The HTTP version that targets are spoken to in; gRPC without TLS needs Http2.", Format.Choice<UpstreamHttpVersion>(), s => s.HttpVersion, (s, v) => s with { HttpVersion = v } },
        { "Tls", "Server certificate validation for https targets.", Format.Section(UpstreamTlsTable.Instance), s => s.Tls, (s, v) => s with { Tls = v } },
        { "Cors", "Which web pages of other origins may call the route; absent or null: the gateway leaves CORS to the upstream.", Format.OptionalSection(CorsSettingsTable.Instance), s => s.Cors, (s, v) => s with { Cors = v } },
        { "RateLimit", "How many requests a client may make.", Format.Section(RateLimitSettingsTable.Instance), s => s.RateLimit, (s, v) => s with { RateLimit = v } },
        { "Authorization", "Which bearer token the route requires.", Format.Section(TokenSettingsTable.Instance), s => s.Authorization, (s, v) => s with { Authorization = v } },
        { "HealthCheck", "How the targets are probed in the background.", Format.Section(HealthCheckSettingsTable.Instance), s => s.HealthCheck, (s, v) => s with { HealthCheck = v } },
    };
}

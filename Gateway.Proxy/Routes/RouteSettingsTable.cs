using Gateway.Proxy.Access.Cors;
using Gateway.Proxy.Access.RateLimits;
using Gateway.Proxy.Access.Tokens;
using Gateway.Proxy.Configuration.Tables;
using Gateway.Proxy.Health;
using Gateway.Proxy.Matching;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Sessions;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Routes;

/// <summary>The keys of <c>Gateway:Defaults</c>, which are also keys of every route.</summary>
internal static class RouteSettingsTable
{
    private const int MostOrder = 1_000_000;

    public static SettingsTable<RouteSettings> Instance { get; } = new(new(), "Path", "Methods", "Targets")
    {
        { "Match", "What else a request must have: everything that is stated. null: path and methods decide alone.", Format.Section(MatchSettingsTable.Instance), s => s.Match, (s, v) => s with { Match = v } },
        { "Order", "Of the routes that a request fits, the one with the lowest Order takes it; then the more specific path; then more conditions in Match.", Format.Integer(-MostOrder, MostOrder), s => s.Order, (s, v) => s with { Order = v } },
        { "LoadBalancing", "How requests are shared among the targets: RoundRobin in turn; Random; Weighted exactly by Weight; LeastRequests to the target with the fewest requests in flight; PowerOfTwoChoices to the less busy of two random targets.", Format.Choice<LoadBalancingPolicy>(), s => s.LoadBalancing, (s, v) => s with { LoadBalancing = v } },
        { "SessionPersistence", "What keeps the requests of a session at one target. null: each request is shared as LoadBalancing says.", Format.OptionalSection(SessionPersistenceTable.Instance), s => s.SessionPersistence, (s, v) => s with { SessionPersistence = v } },
        { "StripPath", "Whether the pattern's literal prefix is removed from the forwarded path. Not together with PathRewrite.", Format.Flag, s => s.StripPath, (s, v) => s with { StripPath = v } },
        { "PathRewrite", "The forwarded path, built from the pattern's parameters, for example /v1/orders/{**path}. null: the path is forwarded unchanged.", PathTemplateFormat.Optional, s => s.PathRewrite, (s, v) => s with { PathRewrite = v } },
        { "RewriteRedirects", "Whether Location, Content-Location, Refresh, and the Path and Domain of cookies are rewritten from the target's address and path to the gateway's.", Format.Flag, s => s.RewriteRedirects, (s, v) => s with { RewriteRedirects = v } },
        { "PreserveHost", "Whether the target gets the client's Host header instead of its own host.", Format.Flag, s => s.PreserveHost, (s, v) => s with { PreserveHost = v } },
        { "RequestHeaders", "The headers that are set on and removed from the forwarded request.", Format.Section(HeaderEditsTable.Instance), s => s.RequestHeaders, (s, v) => s with { RequestHeaders = v } },
        { "ResponseHeaders", "The headers that are set on and removed from the response.", Format.Section(HeaderEditsTable.Instance), s => s.ResponseHeaders, (s, v) => s with { ResponseHeaders = v } },
        { "Timeout", "The time from the request's last byte until the response's headers, retries included. Exceeded: 504 request_timeout.", Format.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1)), s => s.Timeout, (s, v) => s with { Timeout = v } },
        { "MaxRequestBodySize", "The largest request body, in bytes; a chunked one counts with its framing. 0: no limit. null: Gateway:Limits:MaxRequestBodySize. Exceeded: 413.", Format.Optional(Format.Long(0, long.MaxValue)), s => s.MaxRequestBodySize, (s, v) => s with { MaxRequestBodySize = v } },
        { "MaxRetries", "The number of retries after the first attempt. 0: no retries.", Format.Integer(0, 20), s => s.MaxRetries, (s, v) => s with { MaxRetries = v } },
        { "HealthCheckPath", "The path of the health check. With HealthCheck.Type Grpc: a slash and the service's name, or / for the whole server. null: no health checks, and the route is not part of /health.", new OptionalFormat<string>(Format.AbsolutePath), s => s.HealthCheckPath, (s, v) => s with { HealthCheckPath = v } },
        { "Timeouts", "The time limits of one attempt.", Format.Section(AttemptTimeoutsTable.Instance), s => s.Timeouts, (s, v) => s with { Timeouts = v } },
        { "Connections", "The limits on connections to one target.", Format.Section(ConnectionLimitsTable.Instance), s => s.Connections, (s, v) => s with { Connections = v } },
        { "Retry", "When and how a failed request is retried.", Format.Section(RetrySettingsTable.Instance), s => s.Retry, (s, v) => s with { Retry = v } },
        { "CircuitBreaker", "When the circuit of a failing endpoint opens, and for how long.", Format.Section(CircuitBreakerSettingsTable.Instance), s => s.CircuitBreaker, (s, v) => s with { CircuitBreaker = v } },
        { "HttpVersion", "The HTTP version of requests to the targets. Auto: HTTP/2 with TLS if the target offers it, else HTTP/1.1. gRPC without TLS needs Http2.", Format.Choice<UpstreamHttpVersion>(), s => s.HttpVersion, (s, v) => s with { HttpVersion = v } },
        { "Tls", "How the certificates of https targets are validated.", Format.Section(UpstreamTlsTable.Instance), s => s.Tls, (s, v) => s with { Tls = v } },
        { "Cors", "Which web pages of other origins may call the route. null: the gateway leaves CORS to the upstream service.", Format.OptionalSection(CorsSettingsTable.Instance), s => s.Cors, (s, v) => s with { Cors = v } },
        { "RateLimit", "How many requests each client may send.", Format.Section(RateLimitSettingsTable.Instance), s => s.RateLimit, (s, v) => s with { RateLimit = v } },
        { "Authorization", "The bearer token that the route requires.", Format.Section(TokenSettingsTable.Instance), s => s.Authorization, (s, v) => s with { Authorization = v } },
        { "HealthCheck", "How health checks probe the targets.", Format.Section(HealthCheckSettingsTable.Instance), s => s.HealthCheck, (s, v) => s with { HealthCheck = v } },
    };
}

namespace Gateway.Proxy;

/// <summary>What a route may inherit from <c>Gateway:Defaults</c>: every setting but its path, methods and targets.</summary>
public record RouteSettings
{
    /// <summary>What else a request must have. Default: nothing, path and method decide alone.</summary>
    public MatchSettings Match { get; init; } = new();

    /// <summary>
    /// Of the routes that a request fits, the one with the lowest value takes it, before the more specific path and then the one with more
    /// conditions in <see cref="Match"/>. Default: 0; -1000000 to 1000000.
    /// </summary>
    public int Order { get; init; }

    /// <summary>How requests are distributed among the targets. Default: <see cref="LoadBalancingPolicy.RoundRobin"/>.</summary>
    public LoadBalancingPolicy LoadBalancing { get; init; } = LoadBalancingPolicy.RoundRobin;

    /// <summary>What keeps the requests of a session at one target. Default: none; each request is shared as <see cref="LoadBalancing"/> says.</summary>
    public SessionPersistenceSettings? SessionPersistence { get; init; }

    /// <summary>Removes the pattern's literal prefix from the forwarded path. Default: false. Excludes <see cref="PathRewrite"/>.</summary>
    public bool StripPath { get; init; }

    /// <summary>Rebuilds the forwarded path from the pattern's parameters, for example <c>/v1/orders/{**path}</c>. Default: none.</summary>
    public string? PathRewrite { get; init; }

    /// <summary>
    /// Rewrites <c>Location</c>, <c>Content-Location</c>, <c>Refresh</c> and cookies' <c>Path</c> and <c>Domain</c> that name the target to the
    /// gateway's address and prefix. Where the path is not changed, only the target's address is replaced. Default: true.
    /// </summary>
    public bool RewriteRedirects { get; init; } = true;

    /// <summary>Sends the client's <c>Host</c> to the target instead of the target's own. Default: false.</summary>
    public bool PreserveHost { get; init; }

    /// <summary>Headers set on or removed from the request that is forwarded. Default: none.</summary>
    public HeaderEdits RequestHeaders { get; init; } = HeaderEdits.None;

    /// <summary>Headers set on or removed from the response that the client gets. Default: none.</summary>
    public HeaderEdits ResponseHeaders { get; init; } = HeaderEdits.None;

    /// <summary>Time from the request's last byte, retries included, until the response's headers. Default: 30 s; 1 ms to 1 day.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The largest request body, in bytes; 0: no limit. Beyond it: 413. Default: that of <c>Gateway:Limits</c>.</summary>
    public long? MaxRequestBodySize { get; init; }

    /// <summary>Further attempts after the first. Default: 3; 0 to 20.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// The path of the health check; without one the route has no health check. With <see cref="HealthCheckType.Grpc"/> a service's name
    /// behind a slash; <c>/</c>, which is the default there, asks for the server as a whole. Default: none.
    /// </summary>
    public string? HealthCheckPath
    {
        get => field ?? (HealthCheck.Type == HealthCheckType.Grpc ? "/" : null);
        init;
    }

    /// <summary>The time limits of one attempt.</summary>
    public AttemptTimeouts Timeouts { get; init; } = new();

    /// <summary>The HTTP version of requests to targets. Default: <see cref="UpstreamHttpVersion.Auto"/>.</summary>
    public UpstreamHttpVersion HttpVersion { get; init; }

    /// <summary>Server certificate validation for https targets.</summary>
    public UpstreamTls Tls { get; init; } = new();

    /// <summary>Which web pages of other origins may call the route. Default: none: CORS is the upstream's own matter.</summary>
    public CorsSettings? Cors { get; init; }

    /// <summary>How many requests a client may make. Default: no limit.</summary>
    public RateLimitSettings RateLimit { get; init; } = new();

    /// <summary>Which bearer token the route requires. Default: none.</summary>
    public TokenSettings Authorization { get; init; } = new();

    /// <summary>The limits on connections to one target.</summary>
    public ConnectionLimits Connections { get; init; } = new();

    /// <summary>When and how a request is retried.</summary>
    public RetrySettings Retry { get; init; } = new();

    /// <summary>When the circuit of a failing endpoint opens, and for how long.</summary>
    public CircuitBreakerSettings CircuitBreaker { get; init; } = new();

    /// <summary>Whether <c>Timeouts.Read</c> may expire before a connection is established, so that it must be tracked whether the request was sent.</summary>
    internal bool TracksSending => Timeouts.Read <= Timeouts.Connect || Connections.Max is not null || Connections.MaxPerClient is not null;

    /// <summary>How the targets are probed in the background.</summary>
    public HealthCheckSettings HealthCheck { get; init; } = new();
}

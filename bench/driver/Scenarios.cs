using Gateway.Bench.Peers;

namespace Gateway.Bench;

/// <summary>All scenarios, in the order of the report.</summary>
internal static class Scenarios
{
    public const string SmallGet = "get64";
    public const string StartUp = "start";
    public const string OneRoute = "routes-1";
    public const string ManyRoutes = "routes-10000";
    public const string ManyRoutesUsed = "routes-10000-used";

    public const string Match = "match";
    public const string KnownSession = "session";
    public const string NewSession = "session-new";

    public const string AllTraced = "otlp-all";
    public const string FewTraced = "otlp-1";

    private static readonly string[] WithTelemetry = ["bare-yarp", "gateway"];

    private static readonly string[] WithAndWithout = ["gateway", GatewayPeer.PlainName];

    private static readonly string[] WithManyRoutes = ["nginx", "bare-yarp", "gateway"];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(SmallGet, "Small GET, 64 connections") { RoundsFactor = 2, Note = "The targets stand on this one, so it has twice the rounds." },
        new("get512", "Small GET, 512 connections") { Connections = 512 },
        new("post", "POST of 10 KiB, 64 connections") { BodyBytes = 10 * 1024 },
        new("download", "Download of 1 MiB, 64 connections") { Path = "/api/large" },
        new("weighted", "Three weighted targets (70/20/10), 64 connections")
        {
            Backends = Backends.Weighted,
            Note = "Bare YARP and Caddy 2.6 have no weights: they take the three in turn.",
        },
        new("http2", "HTTP/2 client, 16 connections with 8 requests at once each") { Http2 = true, Connections = 16, Streams = 8 },
        new("dead", "One of three targets refuses connections, 64 connections")
        {
            Backends = Backends.OneDead,
            Note = "Errors are what clients saw, from the first request on, warm-up included. Bare YARP has passive health checks, but no retries.",
        },
        new("close", "A new connection for each request, 64 at once") { Close = true },
        new(StartUp, "Start-up with one route") { Starts = 5, Note = "From the start of the process to the first answer from the upstream through it." },
        Telemetry(AllTraced, 1, "all requests traced"),
        Telemetry(FewTraced, 0.01, "1 % of the requests traced"),
        Many(OneRoute, 1, 1, "1 route"),
        Many("routes-100", 100, 100, "100 routes, requests to all in turn"),
        Many(ManyRoutes, 10_000, 100, "10,000 routes, requests to 100 of them in turn"),
        Many(ManyRoutesUsed, 10_000, 10_000, "10,000 routes, requests to all in turn"),
        CostOf(Feature.Match, Match, "10,000 routes, requests to 100 of them that have one path and differ in a header") with
        {
            Routes = 10_000,
            RoutesUsed = 100,
            Header = ("X-Service", "service-"),
            Note = "Without Match each of the 100 has a path of its own. The requests are the same.",
        },
        CostOf(Feature.Sessions, KnownSession, "Sessions by cookie, requests of 100 known ones") with { Header = ("Cookie", "gw-api=0123456789abcdef0123456789abcdef") },
        CostOf(Feature.Sessions, NewSession, "Sessions by cookie, each request begins one"),
    ];

    private static Scenario Telemetry(string name, double traced, string title) => new(name, $"Export over OTLP, {title}, 64 connections")
    {
        Traced = traced,
        RoundsFactor = 2,

        // Much more is compiled: after the usual time a part of it still costs twice as much.
        WarmUpFactor = 2,
        Peers = WithTelemetry,
        Note = "Traces, metrics and logs go to a local sink over HTTP. Both proxies have the same OpenTelemetry packages.",
    };

    private static Scenario CostOf(Feature feature, string name, string title) => new(name, title + ", 64 connections")
    {
        Feature = feature,
        Processes = 3,
        Peers = WithAndWithout,
        Note = "The same requests without SessionPersistence.",
    };

    private static Scenario Many(string name, int routes, int used, string title) => new(name, title + ", 64 connections")
    {
        Routes = routes,
        RoutesUsed = used,
        Peers = WithManyRoutes,
        Note = routes == 1 ? null : "In the gateway and in bare YARP each route has a target, and so connections, of its own; in nginx all share one.",
    };
}

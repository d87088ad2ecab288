using Gateway.Proxy.Access.Tokens;

namespace Gateway.Proxy.Status;

internal sealed record StatusReport(string Version, ConfigReport Config, IReadOnlyList<RouteReport> Routes);

internal sealed record ConfigReport(int Version, string LoadedAt, string? LastError);

/// <param name="Match">What else a request must have, on public ports without the values; null when path and methods decide alone.</param>
/// <param name="SessionPersistence">Where a request says its session; null when the route has no sessions.</param>
/// <param name="Keys">The keys that validate tokens; null when the route requires no token.</param>
internal sealed record RouteReport(
    string Name, string Path, IReadOnlyList<string> Methods, MatchSettings? Match, int Order, string LoadBalancing, SessionReport? SessionPersistence, IReadOnlyList<TargetReport> Targets, KeyStatus? Keys);

internal sealed record SessionReport(string Type, string SessionName);

/// <param name="Health">The result of the background probes.</param>
/// <param name="Live">The result of the last probe on demand, by <c>/health</c> or <c>/gateway/health</c>.</param>
/// <param name="Stats">The attempts of the last minute.</param>
internal sealed record TargetReport(
    string Name, string Address, int Weight, double Share, string Health, string Live, string Circuit, int InFlight, long Requests, long Failures, TargetStatsReport Stats);

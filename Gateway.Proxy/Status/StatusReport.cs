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

/// <param name="Share">The percentage of the route's requests that the target gets now; with sessions, of the route's sessions.</param>
/// <param name="Health">The result of the background probes: healthy, unhealthy or unknown.</param>
/// <param name="Live">The result of the last probe on demand, by <c>/health</c> or <c>/gateway/health</c>.</param>
/// <param name="Circuit">Closed, open, or half-open: the break is over, and the next request probes the target.</param>
/// <param name="InFlight">The attempts under way.</param>
/// <param name="Requests">The attempts since the target exists; a retry counts at the target to which it went.</param>
/// <param name="Failures">The attempts that count against the circuit, since the target exists.</param>
/// <param name="Stats">The attempts of the last minute.</param>
internal sealed record TargetReport(
    string Name, string Address, int Weight, double Share, string Health, string Live, string Circuit, int InFlight, long Requests, long Failures, TargetStatsReport Stats);

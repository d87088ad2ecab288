using Gateway.Proxy.Access.Tokens;

namespace Gateway.Proxy.Status;

/// <param name="Version">The gateway's version.</param>
/// <param name="Config">The configuration in force.</param>
/// <param name="Routes">The routes in force, and the forwards of handlers that were used.</param>
internal sealed record StatusReport(string Version, ConfigReport Config, IReadOnlyList<RouteReport> Routes);

/// <param name="Version">1 for the first configuration, one more for each change.</param>
/// <param name="LoadedAt">When the configuration in force was applied.</param>
/// <param name="LastError">Why the last change was rejected; null when it was not.</param>
internal sealed record ConfigReport(int Version, string LoadedAt, string? LastError);

/// <param name="Name">The route's name.</param>
/// <param name="Path">The route pattern.</param>
/// <param name="Methods">The methods of the route; empty: all.</param>
/// <param name="Match">What else a request must have, on public ports without the values; null when path and methods decide alone.</param>
/// <param name="Order">Of the routes that a request fits, the one with the lowest order takes it.</param>
/// <param name="LoadBalancing">How requests are shared among the targets.</param>
/// <param name="SessionPersistence">Where a request says its session; null when the route has no sessions.</param>
/// <param name="Targets">Where the requests go.</param>
/// <param name="Keys">The keys that validate tokens; null when the route requires no token.</param>
internal sealed record RouteReport(
    string Name, string Path, IReadOnlyList<string> Methods, MatchSettings? Match, int Order, string LoadBalancing, SessionReport? SessionPersistence, IReadOnlyList<TargetReport> Targets, KeyStatus? Keys);

/// <param name="Type">Cookie, Header or Claim.</param>
/// <param name="SessionName">The name of the cookie, header or claim.</param>
internal sealed record SessionReport(string Type, string SessionName);

/// <param name="Name">The target's name, unique within the route.</param>
/// <param name="Address">The address as configured; its host may be a name of service discovery.</param>
/// <param name="Weight">The target's weight, which counts with load balancing Weighted.</param>
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

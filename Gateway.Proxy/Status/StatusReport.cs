using Gateway.Proxy.Access.Tokens;

namespace Gateway.Proxy.Status;

internal sealed record StatusReport(string Version, ConfigReport Config, IReadOnlyList<RouteReport> Routes);

internal sealed record ConfigReport(int Version, string LoadedAt, string? LastError);

/// <param name="Keys">Those that tokens are checked with; null when the route asks for none.</param>
internal sealed record RouteReport(string Name, string Path, IReadOnlyList<string> Methods, string LoadBalancing, IReadOnlyList<TargetReport> Targets, KeyStatus? Keys);

/// <param name="Health">What the probes in the background found.</param>
/// <param name="Live">What the target answered when <c>/health</c> or <c>/gateway/health</c> last asked it.</param>
internal sealed record TargetReport(
    string Name, string Address, int Weight, double Share, string Health, string Live, string Circuit, int InFlight, long Requests, long Failures);

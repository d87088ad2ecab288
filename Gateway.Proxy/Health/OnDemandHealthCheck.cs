using System.Runtime.CompilerServices;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Probes targets on demand. Callers within the same second share one result.</summary>
internal sealed class OnDemandHealthCheck(HealthProbe probe, TimeProvider time)
{
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly ConditionalWeakTable<Target, Check> _checks = [];

    /// <summary>Healthy when at least one endpoint of the target reports healthy within 2 s; otherwise the reasons of all endpoints.</summary>
    public Task<ProbeResult> CheckAsync(Target target, HealthCheckType type, string path)
    {
        var check = _checks.GetOrCreateValue(target);
        lock (check)
        {
            if (check.Task is null || check.Type != type || check.Path != path || (check.Task.IsCompleted && time.GetElapsedTime(check.StartedAt) >= Shared))
            {
                check.StartedAt = time.GetTimestamp();
                check.Type = type;
                check.Path = path;
                check.Task = AskAsync(target, type, path, check);
            }

            return check.Task;
        }
    }

    /// <summary>The result of the last probe on demand; null when there is none yet.</summary>
    public ProbeResult? Last(Target target) => _checks.TryGetValue(target, out var check) ? check.Last : null;

    private async Task<ProbeResult> AskAsync(Target target, HealthCheckType type, string path, Check check)
    {
        var results = await Task.WhenAll(target.Endpoints.Select(endpoint => probe.ProbeAsync(endpoint, type, path, Limit, CancellationToken.None)));
        var result = results.Any(each => each.IsHealthy) ? ProbeResult.Healthy
            : new(results.Length == 0 ? "service discovery has no endpoint" : string.Join("; ", results.Select(each => each.Failure).Distinct()));
        check.Last = result;
        return result;
    }

    private sealed class Check
    {
        public HealthCheckType Type;
        public string? Path;
        public ProbeResult? Last;
        public long StartedAt;
        public Task<ProbeResult>? Task;
    }
}

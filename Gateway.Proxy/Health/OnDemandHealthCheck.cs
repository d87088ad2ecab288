using System.Runtime.CompilerServices;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Asks targets for their health when somebody wants to know. Callers within the same second share one answer.</summary>
internal sealed class OnDemandHealthCheck(HealthProbe probe, TimeProvider time)
{
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly ConditionalWeakTable<Target, Answer> _answers = [];

    /// <summary>True when at least one endpoint of the target says within 2 s that it is well.</summary>
    public Task<bool> IsHealthyAsync(Target target, HealthCheckType type, string path)
    {
        var answer = _answers.GetOrCreateValue(target);
        lock (answer)
        {
            if (answer.Task is null || answer.Type != type || answer.Path != path || (answer.Task.IsCompleted && time.GetElapsedTime(answer.AskedAt) >= Shared))
            {
                answer.AskedAt = time.GetTimestamp();
                answer.Type = type;
                answer.Path = path;
                answer.Task = AskAsync(target, type, path, answer);
            }

            return answer.Task;
        }
    }

    /// <summary>What the target answered when it was last asked; null when it never was, or has not answered yet.</summary>
    public bool? Last(Target target) => _answers.TryGetValue(target, out var answer) ? answer.Last : null;

    private async Task<bool> AskAsync(Target target, HealthCheckType type, string path, Answer answer)
    {
        var results = await Task.WhenAll(target.Endpoints.Select(endpoint => probe.ProbeAsync(endpoint, type, path, Limit, CancellationToken.None)));
        var healthy = results.Any(result => result.IsHealthy);
        answer.Last = healthy;
        return healthy;
    }

    private sealed class Answer
    {
        public HealthCheckType Type;
        public string? Path;
        public bool? Last;
        public long AskedAt;
        public Task<bool>? Task;
    }
}

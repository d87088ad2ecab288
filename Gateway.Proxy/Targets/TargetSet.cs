using Gateway.Proxy.Discovery;
using Gateway.Proxy.Routes;

namespace Gateway.Proxy.Targets;

/// <summary>The targets at work: routes that say the same of one share it, and one that no route names any more is retired.</summary>
/// <remarks>Used by one change at a time.</remarks>
internal sealed class TargetSet(TargetResolver resolver, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TargetKey, (Target Target, CancellationTokenSource Stop)> _targets = [];
    private readonly UpstreamInvokers _invokers = new();

    /// <summary>The target with these settings, made when there is none.</summary>
    /// <param name="key">What makes it this target.</param>
    /// <param name="resolving">Takes the task that finds a new target's first endpoints.</param>
    public Target Get(TargetKey key, List<Task> resolving)
    {
        if (_targets.TryGetValue(key, out var known))
            return known.Target;
        Target target = new(key, _invokers, time);
        CancellationTokenSource stop = new();
        _targets.Add(key, (target, stop));
        resolving.Add(resolver.BeginAsync(target, stop.Token));
        return target;
    }

    /// <summary>Retires the targets that none of <paramref name="states"/> has.</summary>
    public void RetireUnused(IReadOnlyList<RouteState> before, IReadOnlyList<RouteState> states)
    {
        var used = states.SelectMany(state => state.Targets).Select(target => target.Target.Key).ToHashSet();
        foreach (var (key, (target, stop)) in _targets.Where(entry => !used.Contains(entry.Key)).ToArray())
        {
            _targets.Remove(key);
            stop.Cancel();
            stop.Dispose();

            // A request that began before the change may still turn to it, for another attempt, until its time is over.
            var route = before.FirstOrDefault(state => state.Targets.Any(used => used.Target == target))?.Route;
            target.Retire(route is null ? TimeSpan.Zero : route.Timeout + Margin);
        }
    }

    /// <summary>Closes the connections to the targets.</summary>
    public void Dispose()
    {
        foreach (var (target, stop) in _targets.Values)
        {
            stop.Cancel();
            stop.Dispose();
            target.Retire(TimeSpan.Zero);
        }

        _targets.Clear();
    }
}

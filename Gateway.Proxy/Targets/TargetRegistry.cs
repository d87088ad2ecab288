namespace Gateway.Proxy.Targets;

/// <summary>The active targets. A changed route keeps its unchanged targets; targets that no route uses any more are retired.</summary>
/// <remarks>Used by one change at a time.</remarks>
internal sealed class TargetRegistry(TargetResolver resolver, UpstreamHttpClients invokers, TargetLog log, TimeProvider time) : IDisposable
{
    private readonly Dictionary<TargetKey, (Target Target, CancellationTokenSource Stop)> _targets = [];

    /// <summary>Begins a change, which reuses active targets without modifying them.</summary>
    public Change BeginChange() => new(this);

    /// <summary>Retires the targets that are not among <paramref name="used"/>.</summary>
    /// <param name="used">The targets that stay.</param>
    /// <param name="grace">How long requests that started before the change may still retry on a retired target.</param>
    public void RetireUnused(IReadOnlySet<Target> used, Func<Target, TimeSpan> grace)
    {
        foreach (var (key, entry) in _targets.Where(entry => !used.Contains(entry.Value.Target)).ToArray())
        {
            _targets.Remove(key);
            Close(entry, grace(entry.Target));
        }
    }

    /// <summary>Closes the connections to the targets.</summary>
    public void Dispose()
    {
        foreach (var entry in _targets.Values)
            Close(entry, TimeSpan.Zero);
        _targets.Clear();
    }

    private (Target Target, CancellationTokenSource Stop) Create(TargetKey key) => (new(key, invokers, log, time), new());

    private Task ResolveAsync((Target Target, CancellationTokenSource Stop) entry) => resolver.BeginAsync(entry.Target, entry.Stop.Token);

    private static void Close((Target Target, CancellationTokenSource Stop) entry, TimeSpan delay)
    {
        entry.Stop.Cancel();
        entry.Stop.Dispose();
        entry.Target.Retire(delay);
    }

    /// <summary>The targets that a change adds. They are invisible until <see cref="Commit"/>; without it they are closed.</summary>
    internal sealed class Change(TargetRegistry set) : IDisposable
    {
        private readonly Dictionary<TargetKey, (Target Target, CancellationTokenSource Stop)> _added = [];
        private readonly List<Task> _resolving = [];

        /// <summary>The target with these settings; created when missing.</summary>
        public Target Get(TargetKey key)
        {
            if (set._targets.TryGetValue(key, out var known) || _added.TryGetValue(key, out known))
                return known.Target;
            known = set.Create(key);
            _added.Add(key, known);
            _resolving.Add(set.ResolveAsync(known));
            return known.Target;
        }

        /// <summary>Completes when the added targets have their first endpoints.</summary>
        public Task ResolveAsync() => Task.WhenAll(_resolving);

        public void Commit()
        {
            foreach (var (key, entry) in _added)
                set._targets.Add(key, entry);
            _added.Clear();
        }

        public void Dispose()
        {
            foreach (var entry in _added.Values)
                Close(entry, TimeSpan.Zero);
            _added.Clear();
        }
    }
}

using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Probes targets in the background.</summary>
internal sealed class HealthMonitor(HealthProbe probe, TimeProvider time) : IDisposable
{
    private const int ProbesAtOnce = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<Target, WatchedTarget> _watched = [];
    private readonly SemaphoreSlim _places = new(ProbesAtOnce, ProbesAtOnce);

    /// <summary>Replaces the set of probed targets. Targets with unchanged settings continue without interruption.</summary>
    public void Watch(IReadOnlyDictionary<Target, (string Path, HealthCheckSettings Settings)> wanted)
    {
        lock (_lock)
        {
            foreach (var (target, watched) in _watched.ToArray())
            {
                if (wanted.TryGetValue(target, out var same) && same == (watched.Path, watched.Settings))
                    continue;
                Stop(target, forget: !wanted.ContainsKey(target));
            }

            foreach (var (target, (path, settings)) in wanted)
            {
                if (_watched.ContainsKey(target))
                    continue;
                WatchedTarget watched = new(target, path, settings);
                _watched.Add(target, watched);
                _ = watched.WatchAsync(ProbeAsync, time);
            }
        }
    }

    /// <summary>Ends all probing. The targets keep their health state.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            foreach (var target in _watched.Keys.ToArray())
                Stop(target, forget: false);
        }
    }

    public void Dispose() => _places.Dispose();

    private void Stop(Target target, bool forget)
    {
        if (!_watched.Remove(target, out var watched))
            return;
        watched.Stop(forget);
        watched.Dispose();
    }

    private async Task<ProbeResult> ProbeAsync(UpstreamEndpoint endpoint, WatchedTarget watched, CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            return await probe.ProbeAsync(endpoint, watched.Settings.Type, watched.Path, watched.Settings.Timeout, stop);
        }
        finally
        {
            _places.Release();
        }
    }
}

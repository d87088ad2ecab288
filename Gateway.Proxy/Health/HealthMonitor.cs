using Gateway.Proxy.Runtime;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Probes the targets of every route that has a health check path, in the background. A reload leaves unchanged probing alone.</summary>
internal sealed class HealthMonitor(GatewayRoutes gateway, HealthProbe probe, TimeProvider time) : IHostedService, IDisposable
{
    private const int ProbesAtOnce = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<Target, WatchedTarget> _watched = [];
    private readonly SemaphoreSlim _places = new(ProbesAtOnce, ProbesAtOnce);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        gateway.Changed += Update;
        Update();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        gateway.Changed -= Update;
        lock (_lock)
        {
            foreach (var target in _watched.Keys.ToArray())
                Stop(target, forget: false);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _places.Dispose();

    private void Update()
    {
        lock (_lock)
        {
            var wanted = gateway.Table.Routes
                .Where(route => route.Route.HealthCheckPath is not null)
                .SelectMany(route => route.Targets.Select(target => (target.Target, Path: route.Route.HealthCheckPath!, Settings: route.Route.HealthCheck)))
                .ToDictionary(entry => entry.Target, entry => (entry.Path, entry.Settings));

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

    private void Stop(Target target, bool forget)
    {
        if (!_watched.Remove(target, out var watched))
            return;
        watched.Stop(forget);
        watched.Dispose();
    }

    private async Task<ProbeResult> ProbeAsync(Destination destination, WatchedTarget watched, CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            return await probe.ProbeAsync(destination, watched.Settings.Type, watched.Path, watched.Settings.Timeout, stop);
        }
        finally
        {
            _places.Release();
        }
    }
}

using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Probes the targets of every route that has a health check path, in the background. A reload leaves unchanged probing alone.</summary>
internal sealed class HealthMonitor(Gateway gateway, HealthProbe probe, TimeProvider time) : IHostedService, IDisposable
{
    private const int ProbesAtOnce = 32;

    private readonly Lock _lock = new();
    private readonly Dictionary<Target, Watched> _watched = [];
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
            foreach (var watched in _watched.Values)
                watched.Stop.Cancel();
            _watched.Clear();
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
                watched.Stop.Cancel();
                _watched.Remove(target);
                if (!wanted.ContainsKey(target))
                    Forget(target);
            }

            foreach (var (target, (path, settings)) in wanted)
            {
                if (_watched.ContainsKey(target))
                    continue;
                Watched watched = new(path, settings, new());
                _watched.Add(target, watched);
                _ = WatchAsync(target, watched);
            }
        }
    }

    private static void Forget(Target target)
    {
        foreach (var destination in target.Destinations)
            target.SetHealth(destination, HealthState.Unknown);
    }

    private async Task WatchAsync(Target target, Watched watched)
    {
        var stop = watched.Stop.Token;
        Dictionary<Destination, ProbeStreak> streaks = [];
        try
        {
            // Targets that came together are not probed together.
            await Task.Delay(watched.Settings.Interval * (Random.Shared.NextDouble() / 10), time, stop);
            while (true)
            {
                await Task.WhenAll(target.Destinations.Select(destination => ProbeAsync(target, destination, watched, streaks, stop)));
                await Task.Delay(watched.Settings.Interval * (0.9 + (Random.Shared.NextDouble() / 5)), time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The target was removed, its settings changed, or the process ends.
        }
    }

    private async Task ProbeAsync(Target target, Destination destination, Watched watched, Dictionary<Destination, ProbeStreak> streaks, CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            var healthy = await probe.IsHealthyAsync(destination, watched.Settings.Type, watched.Path, watched.Settings.Timeout, time, stop);
            ProbeStreak streak;
            lock (streaks)
                streak = streaks[destination] = (streaks.TryGetValue(destination, out var before) ? before : default).Add(healthy);
            if (streak.Decides(watched.Settings, destination.Health) is { } health)
                target.SetHealth(destination, health);
        }
        finally
        {
            _places.Release();
        }
    }

    private sealed record Watched(string Path, HealthCheckSettings Settings, CancellationTokenSource Stop);
}

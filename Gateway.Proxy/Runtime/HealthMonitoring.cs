using Gateway.Proxy.Health;

namespace Gateway.Proxy.Runtime;

/// <summary>Starts probes for the targets of every active route with a health check path.</summary>
internal sealed class HealthMonitoring(GatewayRoutes gateway, HealthMonitor monitor) : IHostedService
{
    private readonly Lock _lock = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        gateway.Changed += Update;
        Update();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        gateway.Changed -= Update;
        monitor.Stop();
        return Task.CompletedTask;
    }

    // The start and a change may come at the same time: the later one must see the newer table.
    private void Update()
    {
        lock (_lock)
        {
            monitor.Watch(gateway.Table.Routes
                .Where(route => route.Route.HealthCheckPath is not null)
                .SelectMany(route => route.Targets.Select(target => (target.Target, Path: route.Route.HealthCheckPath!, Settings: route.Route.HealthCheck)))
                .ToDictionary(entry => entry.Target, entry => (entry.Path, entry.Settings)));
        }
    }
}

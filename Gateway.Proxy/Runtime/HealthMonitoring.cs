using Gateway.Proxy.Health;

namespace Gateway.Proxy.Runtime;

/// <summary>Starts probes for the targets of every active route with a health check path.</summary>
internal sealed class HealthMonitoring(GatewayRoutes gateway, HealthMonitor monitor) : IHostedService
{
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

    private void Update() => monitor.Watch(gateway.Table.Routes
        .Where(route => route.Route.HealthCheckPath is not null)
        .SelectMany(route => route.Targets.Select(target => (target.Target, Path: route.Route.HealthCheckPath!, Settings: route.Route.HealthCheck)))
        .ToDictionary(entry => entry.Target, entry => (entry.Path, entry.Settings)));
}

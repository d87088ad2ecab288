using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.ResourceService;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>All resources: starts them side by side, each after what it waits for, and stops them in the other order.</summary>
internal sealed class Topology : IHostedService, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    private readonly IResourceCollection _resources;
    private readonly PortAllocator _ports;
    private readonly DistributedApplicationExecutionContext _executionContext;
    private readonly ResourceNotificationService _notifications;
    private readonly ResourceServiceHost _resourceService;
    private readonly DashboardProcess _dashboard;
    private readonly TimeProvider _time;
    private readonly List<ServiceRunner> _runners;
    private readonly CancellationTokenSource _stopping = new();
    private Task _starts = Task.CompletedTask;

    public Topology(
        IResourceCollection resources,
        PortAllocator ports,
        DistributedApplicationExecutionContext executionContext,
        ResourceNotificationService notifications,
        TimeProvider time,
        IServiceProvider services)
    {
        _resources = resources;
        _ports = ports;
        _executionContext = executionContext;
        _notifications = notifications;
        _time = time;
        _resourceService = ActivatorUtilities.CreateInstance<ResourceServiceHost>(services);
        _dashboard = ActivatorUtilities.CreateInstance<DashboardProcess>(services);
        _runners = [.. resources.OfType<ProjectResource>().Select(project => ActivatorUtilities.CreateInstance<ServiceRunner>(services, project))];
    }

    /// <summary>How long stopping everything may take at most.</summary>
    public static TimeSpan StopWithin { get; } = TimeSpan.FromSeconds(9);

    /// <summary>The services that start without being asked to.</summary>
    public IEnumerable<ServiceRunner> StartedByItself => _runners.Where(runner => !runner.Project.Annotations.OfType<ExplicitStartupAnnotation>().Any());

    public DashboardProcess Dashboard => _dashboard;

    /// <exception cref="DistributedApplicationException">A declared port is in use.</exception>
    public void AllocatePorts()
    {
        _ports.Allocate(_resources);
        _dashboard.RequirePorts();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var runner in _runners)
            LifecycleCommands.Add(runner);
        foreach (var resource in _resources)
            await AnnounceAsync(resource, cancellationToken);

        await _resourceService.StartAsync(cancellationToken);
        _dashboard.Start(_resourceService.Address);

        _starts = Task.WhenAll(StartedByItself.Select(runner => runner.StartAsync(_stopping.Token)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var noMoreTime = new CancellationTokenSource(Grace + TimeSpan.FromSeconds(1), _time);
        await _stopping.CancelAsync();
        await _starts.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        foreach (var together in StopOrder.Of(_runners))
            await Task.WhenAll(together.Select(runner => runner.StopAsync(Grace, noMoreTime.Token)));
        await _dashboard.StopAsync(noMoreTime.Token);
        await _resourceService.StopAsync(noMoreTime.Token);
    }

    /// <summary>Ends everything at once.</summary>
    public void Kill()
    {
        foreach (var runner in _runners)
            runner.Kill();
        _dashboard.Kill();
    }

    public void Dispose()
    {
        foreach (var runner in _runners)
            runner.Dispose();
        _dashboard.Dispose();
        _resourceService.Dispose();
        _stopping.Dispose();
    }

    private async Task AnnounceAsync(IResource resource, CancellationToken cancellationToken)
    {
        var urls = await ResourceLinks.ResolveAsync(resource, _executionContext, cancellationToken);
        var state = resource is ProjectResource ? KnownResourceStates.NotStarted : KnownResourceStates.Running;
        await _notifications.PublishUpdateAsync(resource, known => known with
        {
            State = state,
            Urls = urls,
            CreationTimeStamp = _time.GetUtcNow().UtcDateTime,
            Properties = [.. resource.Annotations.OfType<IProjectMetadata>().Select(project => new ResourcePropertySnapshot("project.path", project.ProjectPath))],
        });
    }
}

using System.Collections.Concurrent;

namespace Fakes.Coredinator.Services;

/// <summary>
/// Every service this instance was asked to run. Starting and stopping take <c>Fake:Transition</c>
/// (a time span, by default none).
/// </summary>
internal sealed class ServiceRegistry(TimeProvider time, IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, ServiceRun> _runs = new();
    private readonly TimeSpan _transition = configuration.GetValue<TimeSpan>("Fake:Transition");

    public ServiceStatus Start(string id, string configPath)
    {
        var fresh = new ServiceRun(id, configPath, IsWanted: true, time.GetUtcNow(), ServiceConfig.MakesItFail(configPath));
        return Status(_runs.AddOrUpdate(id, fresh, (_, run) => run.IsUp ? run : fresh));
    }

    public void Stop(string id)
    {
        while (_runs.TryGetValue(id, out var run) && run.IsWanted)
        {
            if (_runs.TryUpdate(id, run with { IsWanted = false, Since = time.GetUtcNow() }, run)) return;
        }
    }

    public bool Remove(string id) => _runs.TryRemove(id, out _);

    public ServiceStatus? Find(string id) => _runs.TryGetValue(id, out var run) ? Status(run) : null;

    private ServiceStatus Status(ServiceRun run) => run.StatusAt(time.GetUtcNow(), _transition);
}

using System.Collections.Concurrent;

namespace Fakes.Coredinator;

/// <summary>
/// Every service this instance was asked to run. Starting and stopping take <c>Fake:Transition</c>
/// (a time span, by default none).
/// </summary>
internal sealed class ServiceRegistry(TimeProvider time, IConfiguration configuration)
{
    // A real service whose process dies ends up failed; here a line in its config file says so.
    private const string FailMark = "fake: fail";

    private readonly ConcurrentDictionary<string, Service> _services = new();
    private readonly TimeSpan _transition = configuration.GetValue<TimeSpan>("Fake:Transition");

    public ServiceStatus Start(string id, string configPath)
    {
        var fresh = new Service(id, configPath, IsWanted: true, time.GetUtcNow(), HasFailMark(configPath));
        return Status(_services.AddOrUpdate(id, fresh, (_, service) => service.IsUp ? service : fresh));
    }

    public void Stop(string id)
    {
        while (_services.TryGetValue(id, out var service) && service.IsWanted)
        {
            if (_services.TryUpdate(id, service with { IsWanted = false, Since = time.GetUtcNow() }, service)) return;
        }
    }

    public bool Remove(string id) => _services.TryRemove(id, out _);

    public ServiceStatus? Find(string id) => _services.TryGetValue(id, out var service) ? Status(service) : null;

    private ServiceStatus Status(Service service) => service.StatusAt(time.GetUtcNow(), _transition);

    private static bool HasFailMark(string path)
    {
        try
        {
            return File.ReadLines(path).Any(line => line.Trim() == FailMark);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

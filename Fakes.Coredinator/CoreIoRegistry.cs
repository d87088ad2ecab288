using System.Collections.Concurrent;

namespace Fakes.Coredinator;

/// <summary>Which of the services are CoreIO; one that is stopped by name is forgotten.</summary>
internal sealed class CoreIoRegistry(ServiceRegistry services)
{
    private readonly ConcurrentDictionary<string, byte> _ids = new();

    public static string IdFor(StartRequest start) => start.CoreioId ?? $"{start.Stem}-coreio";

    public ServiceStatus Start(string id, string configPath)
    {
        _ids[id] = 0;
        return services.Start(id, configPath);
    }

    public bool Stop(string id) => _ids.TryRemove(id, out _) && services.Remove(id);

    public CoreIoEntry? Find(string id) =>
        _ids.ContainsKey(id) && services.Find(id) is { } status ? new CoreIoEntry(id, status) : null;

    public IEnumerable<CoreIoEntry> All() => _ids.Keys.Order(StringComparer.Ordinal).Select(Find).OfType<CoreIoEntry>();
}

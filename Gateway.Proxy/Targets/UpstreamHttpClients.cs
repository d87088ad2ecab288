namespace Gateway.Proxy.Targets;

/// <summary>The connections to upstreams. Targets with the same settings share theirs, unless they are limited.</summary>
/// <remarks>Many routes to one service share one set of connections.</remarks>
internal sealed class UpstreamHttpClients(TrustFileLog log, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionSettings, UpstreamHttpClient> _shared = [];

    /// <summary>The client with these settings; <see cref="Release"/> it.</summary>
    public UpstreamHttpClient Acquire(ConnectionSettings settings)
    {
        if (!settings.MayBeShared)
            return Create(settings);
        lock (_lock)
        {
            if (!_shared.TryGetValue(settings, out var shared))
                _shared[settings] = shared = Create(settings);
            shared.RefCount++;
            return shared;
        }
    }

    /// <summary>The last release closes the connections.</summary>
    public void Release(UpstreamHttpClient client)
    {
        lock (_lock)
        {
            if (--client.RefCount > 0)
                return;
            if (_shared.GetValueOrDefault(client.Settings) == client)
                _shared.Remove(client.Settings);
        }

        client.Dispose();
    }

    private UpstreamHttpClient Create(ConnectionSettings settings) =>
        new(settings, settings.CaFile is null ? UpstreamHandler.Create(settings, trust: null) : new TrustFileHandler(settings, log, time));
}

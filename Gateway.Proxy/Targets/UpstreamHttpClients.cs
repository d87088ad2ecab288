namespace Gateway.Proxy.Targets;

/// <summary>The connections to upstreams. Targets with the same settings share theirs, unless they are limited.</summary>
/// <remarks>A hundred routes to one service need no hundred sets of connections to it.</remarks>
internal sealed class UpstreamHttpClients(TrustFileLog log, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionSettings, UpstreamHttpClient> _shared = [];

    /// <summary>What sends with these settings; <see cref="Leave"/> it.</summary>
    public UpstreamHttpClient Take(ConnectionSettings settings)
    {
        if (!settings.MayBeShared)
            return Create(settings);
        lock (_lock)
        {
            if (!_shared.TryGetValue(settings, out var shared))
                _shared[settings] = shared = Create(settings);
            shared.Users++;
            return shared;
        }
    }

    /// <summary>The last to leave closes the connections.</summary>
    public void Leave(UpstreamHttpClient invoker)
    {
        lock (_lock)
        {
            if (--invoker.Users > 0)
                return;
            if (_shared.GetValueOrDefault(invoker.Settings) == invoker)
                _shared.Remove(invoker.Settings);
        }

        invoker.Dispose();
    }

    private UpstreamHttpClient Create(ConnectionSettings settings) =>
        new(settings, settings.CaFile is null ? UpstreamHandler.Create(settings, trust: null) : new TrustFileHandler(settings, log, time));
}

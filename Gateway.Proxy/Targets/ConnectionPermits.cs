using Gateway.Proxy.Transforms;

namespace Gateway.Proxy.Targets;

/// <summary>Limits the concurrent requests to one target, in total and for each client. Without a permit, a request waits in a fair queue.</summary>
internal sealed class ConnectionPermits
{
    // The interval at which waiting requests check for slow uploads that hold a permit.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim? _all;
    private readonly ClientPermits? _clients;

    private ConnectionPermits(int? max, int? maxPerClient, TimeProvider time)
    {
        _all = max is { } all ? new(all, all) : null;
        _clients = maxPerClient is { } some ? new(some) : null;
        Uploads = new(time);
    }

    /// <summary>Whether each client has a limit of its own. Otherwise the client has no meaning.</summary>
    public bool ArePerClient => _clients is not null;

    /// <summary>The uploads that hold a permit.</summary>
    public Uploads Uploads { get; }

    /// <summary>Null when there is no limit.</summary>
    public static ConnectionPermits? For(ConnectionLimits limits, TimeProvider time) =>
        limits.Max is null && limits.MaxPerClient is null ? null : new(limits.Max, limits.MaxPerClient, time);

    /// <summary>Acquires a permit if one is free; <see cref="Release"/> it.</summary>
    public bool TryAcquire(ClientNetwork client)
    {
        if (_clients is null)
            return _all!.Wait(0);

        var own = _clients.Acquire(client);
        if (own.Wait(0))
        {
            if (_all is null || _all.Wait(0))
                return true;
            own.Release();
        }

        _clients.Release(client);
        return false;
    }

    /// <summary>Waits for a permit; false when <paramref name="limit"/> expires.</summary>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellationToken"/>.</exception>
    public async ValueTask<bool> AcquireAsync(ClientNetwork client, TimeSpan limit, CancellationToken cancellationToken)
    {
        var deadline = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        if (_clients is null)
            return await WaitAsync(_all!, deadline, limit, cancellationToken);

        var own = _clients.Acquire(client);
        var acquired = false;
        var hasOwn = false;
        try
        {
            // The client's own permit comes first: a client at its limit must not occupy the shared queue.
            hasOwn = await own.WaitAsync(limit, cancellationToken);
            return acquired = hasOwn && (_all is null || await WaitAsync(_all, deadline, limit, cancellationToken));
        }
        finally
        {
            if (!acquired)
            {
                if (hasOwn)
                    own.Release();
                _clients.Release(client);
            }
        }
    }

    public void Release(ClientNetwork client)
    {
        _all?.Release();
        if (_clients is null)
            return;
        _clients.Acquire(client).Release();
        _clients.Release(client);
        _clients.Release(client);
    }

    private async ValueTask<bool> WaitAsync(SemaphoreSlim permits, long deadline, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = deadline - (long)limit.TotalMilliseconds;
        while (true)
        {
            var left = TimeSpan.FromMilliseconds(Math.Max(0, deadline - Environment.TickCount64));
            if (left <= Look)
                return await permits.WaitAsync(left, cancellationToken);
            if (await permits.WaitAsync(Look, cancellationToken))
                return true;
            Uploads.EndSlowest(TimeSpan.FromMilliseconds(Environment.TickCount64 - began));
        }
    }
}

using System.Collections.Concurrent;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>The permits of a route's clients: a sliding window for each recent client.</summary>
/// <remarks>
/// Does not use the framework's limiter, which gives no Retry-After for a sliding window and keeps a limiter for each client
/// it sees. Here new clients enter the current generation, and the previous one is dropped: after a window, when none of it
/// counts any more, or when the current one is full. So memory is bounded without a timer, and nothing needs disposal.
/// </remarks>
internal sealed class ClientRateLimiter(RateLimitSettings settings, TimeProvider time)
{
    /// <summary>The maximum number of clients that are tracked.</summary>
    public const int MaxClients = 100_000;

    private readonly long _sliceLength = Math.Max(1, time.ToTimestamps(settings.Window) / PermitWindow.Slices);
    private readonly Lock _lock = new();
    private volatile Generation _current = new(0, []);

    public int Clients => _current.Windows.Count + _current.Before.Count;

    /// <summary>Takes a permit.</summary>
    /// <returns>Null when a permit was taken; otherwise the time until the next one is available.</returns>
    public TimeSpan? Take(UInt128 client)
    {
        var now = time.GetTimestamp();
        var slice = now / _sliceLength;
        var window = WindowOf(client, slice);
        lock (window)
        {
            return window.TryAcquire(slice, settings.Permits, out var freeFrom)
                ? null
                : TimeSpan.FromSeconds(((freeFrom * _sliceLength) - now) / (double)time.TimestampFrequency);
        }
    }

    private PermitWindow WindowOf(UInt128 client, long slice)
    {
        var current = _current;
        if (current.Size >= MaxClients / 2 || slice - current.Begin >= PermitWindow.Slices)
            current = Next(current, slice);
        if (current.Windows.TryGetValue(client, out var known))
            return known;
        current.CountOne();
        return current.Windows.GetOrAdd(client, current.Before.TryGetValue(client, out var before) ? before : new());
    }

    private Generation Next(Generation full, long slice)
    {
        lock (_lock)
            return _current == full ? _current = new(slice, full.Windows) : _current;
    }

    private sealed class Generation(long begin, ConcurrentDictionary<UInt128, PermitWindow> before)
    {
        private int _size;

        public long Begin => begin;

        public ConcurrentDictionary<UInt128, PermitWindow> Windows { get; } = new();

        public ConcurrentDictionary<UInt128, PermitWindow> Before => before;

        // ConcurrentDictionary.Count locks the whole dictionary.
        public int Size => Volatile.Read(ref _size);

        public void CountOne() => Interlocked.Increment(ref _size);
    }
}

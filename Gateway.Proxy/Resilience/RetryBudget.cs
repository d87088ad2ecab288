namespace Gateway.Proxy.Resilience;

/// <summary>Keeps retries from multiplying the load on targets that already fail.</summary>
/// <remarks>
/// A retry is allowed while fewer than 3 are under way, or fewer than 10 were begun in this second,
/// or they are fewer than the given part of the requests of the last ten seconds. A request that is never
/// retried costs nothing here: the budget reads the route's own count of requests.
/// </remarks>
internal sealed class RetryBudget(int percent, TimeProvider time)
{
    private const int AlwaysAtATime = 3;
    private const int AlwaysASecond = 10;
    private const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly (long Second, long RequestsBefore, int Retries)[] _seconds = new (long, long, int)[Seconds];
    private int _underWay;

    /// <summary>Takes a retry from the budget; <see cref="Release"/> gives its place back when it has ended.</summary>
    /// <param name="requests">The route's requests since it began.</param>
    public bool TryTake(long requests)
    {
        lock (_lock)
        {
            var second = time.GetTimestamp() / time.TimestampFrequency;
            ref var now = ref _seconds[second % Seconds];
            if (now.Second != second)
                now = (second, requests, 0);

            if (_underWay >= AlwaysAtATime && now.Retries >= AlwaysASecond && !IsWithinShare(second, requests))
                return false;

            now.Retries++;
            _underWay++;
            return true;
        }
    }

    public void Release()
    {
        lock (_lock)
            _underWay--;
    }

    private bool IsWithinShare(long second, long requests)
    {
        var before = requests;
        var retries = 0;
        foreach (var slot in _seconds)
        {
            if (slot.Second > second - Seconds)
            {
                before = Math.Min(before, slot.RequestsBefore);
                retries += slot.Retries;
            }
        }

        return retries < (requests - before) * percent / 100;
    }
}

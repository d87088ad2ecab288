namespace Gateway.Proxy.Resilience;

/// <summary>Keeps retries from multiplying the load on targets that already fail.</summary>
/// <remarks>
/// A retry is allowed while fewer than 3 are active, or while the retries of the last ten seconds are fewer than
/// ten per second or the given percentage of the requests in the same window, whichever is larger. Ten per second are
/// counted over the ten seconds: when a target fails, all its requests in flight fail at the same moment.
/// </remarks>
internal sealed class RetryBudget(int percent, TimeProvider time)
{
    private const int MinRetryConcurrency = 3;
    private const int MinRetriesPerSecond = 10;
    private const int Seconds = 10;

    private readonly Lock _lock = new();

    // Counts requests as successes and retries as failures.
    private readonly SlidingWindow _window = new(TimeSpan.FromSeconds(Seconds), time);
    private int _activeRetries;

    public void CountRequest() => _window.RecordSuccess();

    /// <summary>Acquires a retry from the budget; <see cref="Release"/> it when it has ended.</summary>
    public bool TryAcquire()
    {
        lock (_lock)
        {
            var (requests, retries) = _window.Sum();
            if (_activeRetries >= MinRetryConcurrency && retries >= Math.Max(MinRetriesPerSecond * Seconds, (long)requests * percent / 100))
                return false;

            _window.RecordFailure();
            _activeRetries++;
            return true;
        }
    }

    public void Release()
    {
        lock (_lock)
            _activeRetries--;
    }
}

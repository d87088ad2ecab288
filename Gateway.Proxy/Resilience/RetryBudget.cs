namespace Gateway.Proxy.Resilience;

/// <summary>Keeps retries from multiplying the load on targets that already fail.</summary>
/// <remarks>
/// A retry is allowed while fewer than 3 are under way, or while those of the last ten seconds are fewer than
/// ten a second, or than the given part of the requests of the same time, whichever is more. Ten a second are
/// counted over the ten seconds: when a target breaks, what was on its way to it fails in one moment.
/// </remarks>
internal sealed class RetryBudget(int percent, TimeProvider time)
{
    private const int MinRetryConcurrency = 3;
    private const int MinRetriesPerSecond = 10;
    private const int Seconds = 10;

    private readonly Lock _lock = new();

    // Requests are its successes, retries its failures.
    private readonly SlidingWindow _window = new(TimeSpan.FromSeconds(Seconds), time);
    private int _activeRetries;

    public void CountRequest() => _window.RecordSuccess();

    /// <summary>Takes a retry from the budget; <see cref="Release"/> gives its place back when it has ended.</summary>
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

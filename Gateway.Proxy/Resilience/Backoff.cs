namespace Gateway.Proxy.Resilience;

/// <summary>How long to wait before the next attempt.</summary>
internal static class Backoff
{
    /// <summary>Full jitter: a random delay between 0 and <c>BaseDelay</c>·2^n, at most <c>MaxDelay</c>.</summary>
    /// <param name="settings">The route's settings.</param>
    /// <param name="retry">0 for the first retry.</param>
    public static TimeSpan Delay(RetrySettings settings, int retry)
    {
        var most = settings.BaseDelay * Math.Pow(2, Math.Min(retry, 30));
        return (most < settings.MaxDelay ? most : settings.MaxDelay) * Random.Shared.NextDouble();
    }
}

namespace Gateway.Proxy.Access.RateLimits;

/// <summary>The limiters of the routes. A route whose <c>RateLimit</c> does not change keeps its limiter, whatever else of it changes.</summary>
internal sealed class RateLimiters(TimeProvider time)
{
    private readonly Lock _lock = new();

    // Weak references: only active routes keep a limiter alive.
    private readonly Dictionary<(string Route, RateLimitSettings Settings), WeakReference<ClientRateLimiter>> _limiters = [];

    public ClientRateLimiter For(string route, RateLimitSettings settings)
    {
        lock (_lock)
        {
            foreach (var gone in _limiters.Where(limiter => !limiter.Value.TryGetTarget(out _)).Select(limiter => limiter.Key).ToArray())
                _limiters.Remove(gone);
            if (_limiters.TryGetValue((route, settings), out var known) && known.TryGetTarget(out var limiter))
                return limiter;
            limiter = new(settings, time);
            _limiters[(route, settings)] = new(limiter);
            return limiter;
        }
    }
}

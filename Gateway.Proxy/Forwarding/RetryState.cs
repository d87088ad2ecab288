using System.Runtime.InteropServices;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>The retry state of a request. Belongs to a pooled request.</summary>
internal sealed class RetryState
{
    private readonly List<UpstreamEndpoint> _tried = new(4);
    private readonly List<UpstreamEndpoint> _failed = new(4);
    private RetryBudget _budget = null!;
    private bool _holdsRetry;

    /// <summary>The endpoints that were chosen so far, including those to which nothing was sent.</summary>
    public ReadOnlySpan<UpstreamEndpoint> Tried => CollectionsMarshal.AsSpan(_tried);

    /// <summary>The number of attempts so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>How often a circuit opened between choice and attempt.</summary>
    public int CircuitRejections { get; set; }

    /// <summary>The remainder of <c>Timeouts.Pool</c>: all attempts of a request share it.</summary>
    public TimeSpan PoolWaitRemaining { get; set; }

    /// <summary>The latest failed response that was buffered for a retry.</summary>
    public BufferedResponse? Response { get; set; }

    /// <summary>The delay before the next attempt; set when a response was discarded for a retry.</summary>
    public TimeSpan? Delay { get; set; }

    public void Begin(RouteRuntime route)
    {
        _budget = route.Budget;
        PoolWaitRemaining = route.Route.Timeouts.Pool;
    }

    public void AddTried(UpstreamEndpoint endpoint) => _tried.Add(endpoint);

    /// <returns>The number of previous attempts.</returns>
    public int CountAttempt() => Attempts++;

    /// <summary>Whether the endpoint has not failed this request before.</summary>
    public bool IsFirstFailureOf(UpstreamEndpoint endpoint)
    {
        if (_failed.Contains(endpoint))
            return false;
        _failed.Add(endpoint);
        return true;
    }

    /// <summary>Acquires a retry from the route's budget. A request holds at most one.</summary>
    public bool TryAcquireRetry()
    {
        ReleaseRetry();
        return _holdsRetry = _budget.TryAcquire();
    }

    public void End()
    {
        ReleaseRetry();
        _tried.Clear();
        _failed.Clear();
        _budget = null!;
        Attempts = CircuitRejections = 0;
        Response = null;
        Delay = null;
    }

    private void ReleaseRetry()
    {
        if (_holdsRetry)
            _budget.Release();
        _holdsRetry = false;
    }
}

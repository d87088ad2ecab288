using System.Runtime.InteropServices;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>What the attempts of a request leave to the next one. Belongs to a pooled request.</summary>
internal sealed class RetryState
{
    private readonly List<UpstreamEndpoint> _tried = new(4);
    private readonly List<UpstreamEndpoint> _failed = new(4);
    private RetryBudget _budget = null!;
    private bool _holdsRetry;

    /// <summary>The endpoints that were chosen so far, also those that could not be asked.</summary>
    public ReadOnlySpan<UpstreamEndpoint> Tried => CollectionsMarshal.AsSpan(_tried);

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>How often a circuit had opened between choice and attempt.</summary>
    public int CircuitRejections { get; set; }

    /// <summary>What is left of <c>Timeouts.Pool</c>: a request that waited for one target does not wait as long for another.</summary>
    public TimeSpan PoolWaitRemaining { get; set; }

    /// <summary>The latest response that another attempt was to replace.</summary>
    public BufferedResponse? Response { get; set; }

    /// <summary>Set when a response was discarded for another attempt: how long to wait before it.</summary>
    public TimeSpan? Delay { get; set; }

    public void Begin(RouteRuntime route)
    {
        _budget = route.Budget;
        PoolWaitRemaining = route.Route.Timeouts.Pool;
    }

    public void AddTried(UpstreamEndpoint endpoint) => _tried.Add(endpoint);

    /// <returns>How many attempts there were before this one.</returns>
    public int CountAttempt() => Attempts++;

    /// <summary>Whether the endpoint has not failed this request before.</summary>
    public bool IsFirstFailureOf(UpstreamEndpoint endpoint)
    {
        if (_failed.Contains(endpoint))
            return false;
        _failed.Add(endpoint);
        return true;
    }

    /// <summary>Takes a retry from the route's budget. A request holds one at a time.</summary>
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

using Gateway.Proxy.Access;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Forwarding;

/// <summary>A route at work: all that a request needs, worked out beforehand.</summary>
internal sealed class RouteRuntime : OwnRoutes.IMark
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private volatile RouteAvailability _availability = RouteAvailability.None;
    private ITimer? _detaching;

    public RouteRuntime(GatewayRoute route, IReadOnlyList<WeightedTarget> targets, IAccessPolicy[] policies, TimeProvider time)
    {
        AccessPolicies = policies;
        _time = time;
        Route = route;
        Fingerprint = RouteFingerprint.Of(route);
        Pattern = RoutePatternFactory.Parse(route.Path);
        Path = PathTransform.For(route.PathRewrite, route.StripPath, Pattern);
        PathInverse = PathInverse.For(route.PathRewrite, route.StripPath, Pattern);
        Targets = targets;
        Budget = new(route.Retry.BudgetPercent, time);
        RetryStatuses = [.. route.Retry.Statuses];
        ForwarderConfigs = new(route);
        LimitsConnections = route.Connections is not { Max: null, MaxPerClient: null };
    }

    public GatewayRoute Route { get; }

    /// <summary>How long a request that has begun may still make attempts.</summary>
    public TimeSpan Grace => Route.Timeout + Margin;

    /// <summary>Tells whether a reload changed the route.</summary>
    public string Fingerprint { get; }

    public RoutePattern Pattern { get; }

    public PathTransform Path { get; }

    /// <summary>The way back of <see cref="Path"/>.</summary>
    public PathInverse PathInverse { get; }

    public IReadOnlyList<WeightedTarget> Targets { get; }

    public RetryBudget Budget { get; }

    public int[] RetryStatuses { get; }

    /// <summary>What a request must pass before it is forwarded.</summary>
    public IAccessPolicy[] AccessPolicies { get; }

    public ForwarderConfigs ForwarderConfigs { get; }

    /// <summary>Whether a request needs a connection permit.</summary>
    public bool LimitsConnections { get; }

    /// <summary>Shares requests among the targets that are available.</summary>
    public LoadBalancer LoadBalancer => _availability.LoadBalancer;

    /// <summary>From here on the route follows what happens to its targets. Several routes may follow one target.</summary>
    public void Attach()
    {
        foreach (var (target, _) in Targets)
            target.AvailabilityChanged += Refresh;
        Refresh();
    }

    /// <summary>The route is no longer in force, and no request of it is under way.</summary>
    public void Detach()
    {
        _detaching?.Dispose();
        foreach (var (target, _) in Targets)
            target.AvailabilityChanged -= Refresh;
    }

    /// <summary>The route is no longer in force. What has begun may still be retried until its time is over.</summary>
    public void DetachLater() =>
        _detaching = _time.CreateTimer(static state => ((RouteRuntime)state!).Detach(), this, Grace, Timeout.InfiniteTimeSpan);

    /// <summary>The endpoint for the next attempt; null when none takes requests.</summary>
    /// <param name="tried">Endpoints that are chosen only when there are no others.</param>
    /// <param name="probe">The permit of the probe of a half-open circuit, when the attempt is one; else none.</param>
    public UpstreamEndpoint? Choose(ReadOnlySpan<UpstreamEndpoint> tried, out CircuitPermit probe)
    {
        var availability = _availability;
        return availability.TryAcquireProbe(tried, _time, out probe) ?? availability.Choose(tried);
    }

    /// <summary>Whether there is an available target of which no endpoint was tried.</summary>
    public bool HasUntried(ReadOnlySpan<UpstreamEndpoint> tried) => _availability.HasUntried(tried);

    /// <summary>How long until a circuit may be probed; null when no circuit is open, so that waiting would not help.</summary>
    public TimeSpan? TimeUntilNextProbe()
    {
        var open = Targets.Where(target => target.Weight > 0).SelectMany(target => target.Target.Endpoints)
            .Where(endpoint => endpoint.Circuit.State != CircuitState.Closed).ToArray();
        if (open.Length == 0)
            return null;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), open.Min(endpoint => endpoint.Circuit.ProbeAllowedAt));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Rare: a circuit opened or closed, a health check changed a health, discovery found other endpoints.
    private void Refresh()
    {
        lock (_lock)
            _availability = RouteAvailability.Of(Targets, Route.LoadBalancing, _availability);
    }
}

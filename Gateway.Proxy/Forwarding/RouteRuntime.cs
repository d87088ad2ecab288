using Gateway.Proxy.Access;
using Gateway.Proxy.Endpoints;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Sessions;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Forwarding;

/// <summary>An active route, with everything that requests need precomputed.</summary>
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
        Sessions = route.SessionPersistence is { } sessions ? new(sessions, route.Name) : null;
        LimitsConnections = route.Connections is not { Max: null, MaxPerClient: null };
    }

    public GatewayRoute Route { get; }

    string OwnRoutes.IMark.Name => Route.Name;

    bool OwnRoutes.IMark.RequiresToken => Route.Authorization.IsRequired;

    /// <summary>How long a request may make further attempts after the route was replaced.</summary>
    public TimeSpan Grace => Route.Timeout + Margin;

    /// <summary>Identifies the route's settings, so that a reload detects changes.</summary>
    public string Fingerprint { get; }

    public RoutePattern Pattern { get; }

    public PathTransform Path { get; }

    /// <summary>The inverse of <see cref="Path"/>.</summary>
    public PathInverse PathInverse { get; }

    public IReadOnlyList<WeightedTarget> Targets { get; }

    public RetryBudget Budget { get; }

    public int[] RetryStatuses { get; }

    /// <summary>The policies that run before a request is forwarded.</summary>
    public IAccessPolicy[] AccessPolicies { get; }

    public ForwarderConfigs ForwarderConfigs { get; }

    /// <summary>Says to which session a request belongs; null: the route has no sessions.</summary>
    public RouteSessions? Sessions { get; }

    /// <summary>Whether a request needs a connection permit.</summary>
    public bool LimitsConnections { get; }

    /// <summary>Distributes requests among the available targets.</summary>
    public LoadBalancer LoadBalancer => _availability.LoadBalancer;

    /// <summary>Subscribes to changes of the targets. Several routes may share a target.</summary>
    public void Attach()
    {
        foreach (var (target, _) in Targets)
            target.AvailabilityChanged += Refresh;
        Refresh();
    }

    /// <summary>Releases the route, after it was replaced and its last request has ended.</summary>
    public void Detach()
    {
        _detaching?.Dispose();
        foreach (var (target, _) in Targets)
            target.AvailabilityChanged -= Refresh;
    }

    /// <summary>The route was replaced. Requests in flight may still be retried until their timeout.</summary>
    public void DetachLater() =>
        _detaching = _time.CreateTimer(static state => ((RouteRuntime)state!).Detach(), this, Grace, Timeout.InfiniteTimeSpan);

    /// <summary>A request whose body may take longer to arrive than <see cref="Grace"/> begins: its targets stay open until <see cref="RemovePending"/>.</summary>
    public void AddPending()
    {
        for (var i = 0; i < Targets.Count; i++)
            Targets[i].Target.AddPending();
    }

    /// <summary>The request of <see cref="AddPending"/> is over.</summary>
    public void RemovePending()
    {
        for (var i = 0; i < Targets.Count; i++)
            Targets[i].Target.RemovePending();
    }

    /// <summary>The endpoint for the next attempt; null when none is available.</summary>
    /// <param name="session">The hash of the request's session; null: it belongs to none.</param>
    /// <param name="tried">Endpoints to avoid unless no other is available.</param>
    /// <param name="probe">The probe permit of a half-open circuit when the attempt is its probe; otherwise none.</param>
    public UpstreamEndpoint? Choose(ulong? session, ReadOnlySpan<UpstreamEndpoint> tried, out CircuitPermit probe)
    {
        var availability = _availability;
        return session is { } its
            ? availability.TryAcquireProbe(its, tried, _time, out probe) ?? availability.Choose(its, tried)
            : availability.TryAcquireProbe(tried, _time, out probe) ?? availability.Choose(tried);
    }

    /// <summary>Whether an available target exists of which no endpoint was tried.</summary>
    public bool HasUntried(ReadOnlySpan<UpstreamEndpoint> tried) => _availability.HasUntried(tried);

    /// <summary>The time until a circuit may be probed; null when no circuit is open, so that waiting does not help.</summary>
    public TimeSpan? TimeUntilNextProbe()
    {
        var open = Targets.Where(target => target.Weight > 0).SelectMany(target => target.Target.Endpoints)
            .Where(endpoint => endpoint.Circuit.State != CircuitState.Closed).ToArray();
        if (open.Length == 0)
            return null;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), open.Min(endpoint => endpoint.Circuit.ProbeAllowedAt));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // Rare: a circuit, a health state or the set of endpoints has changed.
    private void Refresh()
    {
        lock (_lock)
            _availability = RouteAvailability.Of(Targets, Route.LoadBalancing, Sessions is not null, _availability);
    }
}

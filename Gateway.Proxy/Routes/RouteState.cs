using Gateway.Proxy.Access;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Routes;

/// <summary>A route at work: all that a request needs, worked out beforehand.</summary>
internal sealed class RouteState
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private volatile Balancer _balancer = Balancer.Empty;
    private volatile Destination[] _open = [];
    private long _nextProbe = long.MaxValue;

    public RouteState(GatewayRoute route, IReadOnlyList<WeightedTarget> targets, IRouteGate[] gates, TimeProvider time)
    {
        Gates = gates;
        _time = time;
        Route = route;
        Fingerprint = RouteFingerprint.Of(route);
        Pattern = RoutePatternFactory.Parse(route.Path);
        Path = PathTransform.For(route, Pattern);
        Targets = targets;
        Budget = new(route.Retry.BudgetPercent, time);
        RetryStatuses = [.. route.Retry.Statuses];
        RequestConfigs = new(route);
        LimitsConnections = route.Connections is not { Max: null, MaxPerClient: null };
    }

    public GatewayRoute Route { get; }

    /// <summary>Tells whether a reload changed the route.</summary>
    public string Fingerprint { get; }

    public RoutePattern Pattern { get; }

    public PathTransform Path { get; }

    public IReadOnlyList<WeightedTarget> Targets { get; }

    public RetryBudget Budget { get; }

    public int[] RetryStatuses { get; }

    /// <summary>What a request must pass before it is forwarded.</summary>
    public IRouteGate[] Gates { get; }

    public RequestConfigs RequestConfigs { get; }

    /// <summary>Whether a request needs a connection permit.</summary>
    public bool LimitsConnections { get; }

    public Balancer Balancer => _balancer;

    /// <summary>Makes this the route whose targets report to it, and works out who is available.</summary>
    public void Begin()
    {
        foreach (var (target, _) in Targets)
            target.OnAvailabilityChanged(Refresh);
        Refresh();
    }

    /// <summary>The endpoint for the next attempt; null when none takes requests.</summary>
    /// <param name="tried">Endpoints that are chosen only when there are no others.</param>
    /// <param name="probe">The pass of the probe of a half-open circuit, when the attempt is one; else <see cref="Circuit.NoPass"/>.</param>
    public Destination? Choose(ReadOnlySpan<Destination> tried, out long probe)
    {
        probe = Circuit.NoPass;
        if (Volatile.Read(ref _nextProbe) != long.MaxValue && TryBeginProbe(tried, out probe) is { } probed)
            return probed;
        if (Choose(_balancer, tried) is { } chosen)
            return chosen;

        // A target may have become unavailable between the balancer's choice and its own: once more, when that is settled.
        lock (_lock)
            return Choose(_balancer, tried);
    }

    /// <summary>Whether there is an available target of which no endpoint was tried.</summary>
    public bool HasUntried(ReadOnlySpan<Destination> tried)
    {
        foreach (var (target, _) in _balancer.Targets)
        {
            var known = false;
            foreach (var destination in tried)
                known |= destination.Target == target;
            if (!known && target.Available.Length > 0)
                return true;
        }

        return false;
    }

    /// <summary>How long until a circuit may be probed; null when no circuit is open, so that waiting would not help.</summary>
    public TimeSpan? UntilProbe()
    {
        var open = Targets.Where(target => target.Weight > 0).SelectMany(target => target.Target.Destinations)
            .Where(destination => destination.Circuit.State != CircuitState.Closed).ToArray();
        if (open.Length == 0)
            return null;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), open.Min(destination => destination.Circuit.OpenUntil));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static Destination? Choose(Balancer balancer, ReadOnlySpan<Destination> tried) =>
        balancer.Targets.Count == 0 ? null : tried.IsEmpty ? balancer.Pick().Next() : ChooseAnother(balancer, tried);

    private static Destination? ChooseAnother(Balancer balancer, ReadOnlySpan<Destination> tried)
    {
        var triedTargets = new Target[tried.Length];
        for (var i = 0; i < tried.Length; i++)
            triedTargets[i] = tried[i].Target;

        if (balancer.PickUntried(triedTargets)?.Next() is { } other)
            return other;

        foreach (var (target, _) in balancer.Targets)
        {
            foreach (var destination in target.Available)
            {
                if (!tried.Contains(destination))
                    return destination;
            }
        }

        return balancer.Pick().Next();
    }

    private Destination? TryBeginProbe(ReadOnlySpan<Destination> tried, out long pass)
    {
        pass = Circuit.NoPass;
        if (_time.GetTimestamp() < Volatile.Read(ref _nextProbe))
            return null;
        foreach (var destination in _open)
        {
            if (!tried.Contains(destination) && (pass = destination.Circuit.TryBeginProbe()) != Circuit.NoPass)
                return destination;
        }

        return null;
    }

    // Rare: a circuit opened or closed, a probe changed a health, discovery found other endpoints.
    private void Refresh()
    {
        lock (_lock)
        {
            var closed = Targets
                .Where(target => target.Weight > 0)
                .Select(target => (Target: target, Open: target.Target.Destinations.Where(destination => destination.Circuit.State == CircuitState.Closed).ToArray()))
                .ToArray();

            // When the probes find nobody well, the circuits decide alone.
            var anyWell = closed.Any(target => target.Open.Any(IsWell));
            List<WeightedTarget> available = [];
            foreach (var (target, destinations) in closed)
            {
                Destination[] usable = anyWell ? [.. destinations.Where(IsWell)] : destinations;
                target.Target.SetAvailable(usable);
                if (usable.Length > 0)
                    available.Add(target);
            }

            if (!available.SequenceEqual(_balancer.Targets))
                _balancer = Balancer.For(Route.LoadBalancing, available);

            // No client's request is spent on an endpoint that the probes in the background know to be unwell, while others are there.
            _open = [.. Targets.Where(target => target.Weight > 0).SelectMany(target => target.Target.Destinations)
                .Where(destination => destination.Circuit.State == CircuitState.Open && (!anyWell || IsWell(destination)))];
            Volatile.Write(ref _nextProbe, _open.Select(destination => destination.Circuit.OpenUntil).DefaultIfEmpty(long.MaxValue).Min());
        }
    }

    private static bool IsWell(Destination destination) => destination.Health != HealthState.Unhealthy;
}

using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Sessions;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>The available targets and endpoints of a route. Immutable: a change of a circuit, a health state or an endpoint creates a new one.</summary>
internal sealed class RouteAvailability
{
    // Indexed like the balancer's targets. Each target has at least one endpoint.
    private readonly UpstreamEndpoint[][] _endpoints;
    private readonly UpstreamEndpoint[] _open;
    private readonly long _nextProbe;

    private RouteAvailability(LoadBalancer balancer, UpstreamEndpoint[][] endpoints, UpstreamEndpoint[] open)
    {
        LoadBalancer = balancer;
        _endpoints = endpoints;
        _open = open;
        _nextProbe = open.Length == 0 ? long.MaxValue : open.Min(endpoint => endpoint.Circuit.ProbeAllowedAt);
    }

    public static RouteAvailability None { get; } = new(LoadBalancer.Empty, [], []);

    /// <summary>Distributes requests among the available targets.</summary>
    public LoadBalancer LoadBalancer { get; }

    // Null when the route has no sessions. The second includes the endpoints whose circuits are open.
    private SessionTargets? Sessions { get; init; }

    private SessionTargets? SessionsWithOpen { get; init; }

    /// <summary>The current availability. While the available targets stay the same, the balancer of <paramref name="before"/> is kept.</summary>
    public static RouteAvailability Of(IReadOnlyList<WeightedTarget> targets, LoadBalancingPolicy policy, bool hasSessions, RouteAvailability before)
    {
        WeightedTarget[] takers = [.. targets.Where(target => target.Weight > 0)];
        var closed = takers.Select(target => WithCircuit(target.Target, CircuitState.Closed)).ToArray();

        // When no endpoint is healthy, only the circuits decide.
        var anyHealthy = closed.Any(endpoints => endpoints.Any(IsHealthy));
        var usable = closed.Select(endpoints => anyHealthy ? [.. endpoints.Where(IsHealthy)] : endpoints).ToArray();

        // A client's request does not probe an endpoint that is unhealthy, while other endpoints are available.
        var open = takers.Select(target => WithCircuit(target.Target, CircuitState.Open).Where(endpoint => !anyHealthy || IsHealthy(endpoint)).ToArray()).ToArray();
        WeightedTarget[] available = [.. takers.Where((_, i) => usable[i].Length > 0)];
        return new(
            available.SequenceEqual(before.LoadBalancer.Targets) ? before.LoadBalancer : LoadBalancer.For(policy, available),
            [.. usable.Where(endpoints => endpoints.Length > 0)],
            [.. open.SelectMany(endpoints => endpoints)])
        {
            Sessions = hasSessions ? new(takers.Zip(usable)) : null,
            SessionsWithOpen = hasSessions ? new(takers.Select((target, i) => (target, usable[i].Concat(open[i]).ToArray()))) : null,
        };
    }

    /// <summary>The endpoint for the next attempt; null when none is available.</summary>
    /// <param name="tried">Endpoints to avoid unless no other is available.</param>
    public UpstreamEndpoint? Choose(ReadOnlySpan<UpstreamEndpoint> tried) =>
        _endpoints.Length == 0 ? null : tried.IsEmpty ? Next(LoadBalancer.Pick()) : ChooseAnother(tried);

    /// <summary>The session's endpoint for the next attempt; null when none is available.</summary>
    /// <param name="session">The hash of the session.</param>
    /// <param name="tried">Endpoints to avoid unless no other is available.</param>
    public UpstreamEndpoint? Choose(ulong session, ReadOnlySpan<UpstreamEndpoint> tried) => Sessions?.Choose(session, tried);

    /// <summary>The endpoint whose open circuit this session may probe now, and its probe permit: its own, so that no other session moves; any while none is available.</summary>
    public UpstreamEndpoint? TryAcquireProbe(ulong session, ReadOnlySpan<UpstreamEndpoint> tried, TimeProvider time, out CircuitPermit permit)
    {
        if (_endpoints.Length == 0)
            return TryAcquireProbe(tried, time, out permit);
        permit = default;
        return IsProbeDue(time) && SessionsWithOpen?.Choose(session, tried) is { Circuit.State: CircuitState.Open } own
            && !tried.Contains(own) && !(permit = own.Circuit.TryAcquireProbe()).IsNone ? own : null;
    }

    /// <summary>An endpoint whose open circuit may be probed now, and its probe permit.</summary>
    public UpstreamEndpoint? TryAcquireProbe(ReadOnlySpan<UpstreamEndpoint> tried, TimeProvider time, out CircuitPermit permit)
    {
        permit = default;
        if (!IsProbeDue(time))
            return null;
        foreach (var endpoint in _open)
        {
            if (!tried.Contains(endpoint) && !(permit = endpoint.Circuit.TryAcquireProbe()).IsNone)
                return endpoint;
        }

        return null;
    }

    /// <summary>Whether an available target exists of which no endpoint was tried.</summary>
    public bool HasUntried(ReadOnlySpan<UpstreamEndpoint> tried)
    {
        foreach (var (target, _) in LoadBalancer.Targets)
        {
            if (!IsTried(target, tried))
                return true;
        }

        return false;
    }

    private bool IsProbeDue(TimeProvider time) => _nextProbe != long.MaxValue && time.GetTimestamp() >= _nextProbe;

    private static UpstreamEndpoint[] WithCircuit(Target target, CircuitState state) => [.. target.Endpoints.Where(endpoint => endpoint.Circuit.State == state)];

    private static bool IsHealthy(UpstreamEndpoint endpoint) => endpoint.Health != HealthState.Unhealthy;

    private static bool IsTried(Target target, ReadOnlySpan<UpstreamEndpoint> tried)
    {
        foreach (var endpoint in tried)
        {
            if (endpoint.Target == target)
                return true;
        }

        return false;
    }

    private UpstreamEndpoint ChooseAnother(ReadOnlySpan<UpstreamEndpoint> tried)
    {
        var triedTargets = new Target[tried.Length];
        for (var i = 0; i < tried.Length; i++)
            triedTargets[i] = tried[i].Target;
        if (LoadBalancer.PickExcluding(triedTargets) is >= 0 and var other)
            return Next(other);

        foreach (var endpoints in _endpoints)
        {
            foreach (var endpoint in endpoints)
            {
                if (!tried.Contains(endpoint))
                    return endpoint;
            }
        }

        return Next(LoadBalancer.Pick());
    }

    private UpstreamEndpoint Next(int target)
    {
        var endpoints = _endpoints[target];
        return endpoints.Length == 1 ? endpoints[0] : endpoints[(int)(endpoints[0].Target.NextTurn() % endpoints.Length)];
    }
}

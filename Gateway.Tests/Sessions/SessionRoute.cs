using System.Globalization;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.LoadBalancing;
using Gateway.Proxy.Sessions;
using Gateway.Proxy.Targets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Sessions;

/// <summary>A route with sessions, without sockets, and the target that each session gets.</summary>
internal static class SessionRoute
{
    public static RouteRuntime Begin(params (string Name, int Weight)[] targets) =>
        Begin(TimeProvider.System, [.. targets.Select(target => (target.Name, target.Weight, new[] { $"http://{target.Name}" }))]);

    public static RouteRuntime Begin(TimeProvider time, params (string Name, int Weight, string[] Endpoints)[] targets)
    {
        GatewayRoute route = new()
        {
            Name = "r",
            Path = "/{**path}",
            LoadBalancing = LoadBalancingPolicy.Weighted,
            SessionPersistence = new(),
            CircuitBreaker = new() { MinimumThroughput = 1 },
            Targets = [.. targets.Select(target => new RouteTarget(target.Name, new($"http://{target.Name}"), target.Weight))],
        };
        RouteRuntime state = new(route, [.. route.Targets.Select(target => new WeightedTarget(NewTarget(route.KeyOf(target), time), target.Weight))], [], time);
        foreach (var (target, endpoints) in state.Targets.Select(target => target.Target).Zip(targets.Select(target => target.Endpoints)))
            target.SetEndpoints([.. endpoints.Select(address => new Uri(address))]);
        state.Attach();
        return state;
    }

    /// <summary>Ids as the gateway issues them, always the same.</summary>
    public static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(i => Rendezvous.HashOf(i.ToString(CultureInfo.InvariantCulture)).ToString("x32", CultureInfo.InvariantCulture));

    public static UpstreamEndpoint? EndpointOf(this RouteRuntime route, string session, params UpstreamEndpoint[] tried) => route.Choose(Rendezvous.HashOf(session), tried, out _);

    public static string? TargetOf(this RouteRuntime route, string session, params UpstreamEndpoint[] tried) => route.EndpointOf(session, tried)?.Target.Name;

    private static Target NewTarget(TargetKey key, TimeProvider time) => new(key, new(new(NullLogger<TrustFileHandler>.Instance), time), new(NullLogger<Target>.Instance), time);
}

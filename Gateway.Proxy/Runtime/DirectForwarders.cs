using System.Collections.Concurrent;
using Gateway.Proxy.Forwarding;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Settings;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Gateway.Proxy.Runtime;

/// <summary>The state behind each <see cref="Forward"/>: created with its first request, kept until the process ends.</summary>
internal sealed class DirectForwarders(GatewayRoutes gateway, GatewaySettings settings)
{
    // More than this indicates that forwards are built from request data.
    private const int Most = 1000;

    private readonly ConcurrentDictionary<(Forward Forward, RoutePattern? Pattern), Lazy<Task<RouteRuntime>>> _states = new();

    public Task<RouteRuntime> StateOf(Forward forward, RouteEndpoint? endpoint)
    {
        var key = (forward, endpoint?.RoutePattern);
        if (_states.TryGetValue(key, out var known))
        {
            // After a failure, such as an unreadable file, the next request retries.
            if (!known.IsValueCreated || known.Value is not { IsFaulted: true } and not { IsCanceled: true })
                return known.Value;
            _states.TryRemove(new(key, known));
        }

        if (_states.Count >= Most)
            throw new InvalidOperationException($"More than {Most} different forwards: the address, path or settings of Forward.To must not be made of a request, and settings must be kept.");
        return _states.GetOrAdd(key, NewState).Value;
    }

    private Lazy<Task<RouteRuntime>> NewState((Forward Forward, RoutePattern? Pattern) key) => new(() =>
    {
        var (forward, pattern) = key;
        var target = RouteTarget.At(TargetListFormat.ParseAddress(forward.Address, "Forward.To"));
        GatewayRoute route = new(forward.Settings ?? settings.Defaults)
        {
            Name = target.Name,
            Path = "/" + (pattern?.RawText ?? "{**path}").TrimStart('/'),
            Targets = [target],

            // The endpoint's own conditions decide.
            Match = new(),
            Order = 0,
        };
        return gateway.BeginForwardAsync(forward.PathRewrite is null ? route : route with { PathRewrite = forward.PathRewrite });
    });
}

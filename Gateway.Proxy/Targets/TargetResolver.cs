using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Proxy.Targets;

/// <summary>Keeps each target's endpoints up to date from service discovery. No request waits for it.</summary>
/// <remarks>Targets of one service share its look-ups.</remarks>
internal sealed class TargetResolver(ServiceEndpointResolver resolver, IConfiguration configuration, TargetResolverLog log, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FollowedService> _services = [];

    /// <summary>Resolves the target's first endpoints, then follows changes until <paramref name="stopping"/> is cancelled.</summary>
    public Task BeginAsync(Target target, CancellationToken stopping)
    {
        var query = QueryFor(target.Key.Address);
        FollowedService service;
        lock (_lock)
        {
            if (!_services.TryGetValue(query, out service!))
                _services.Add(query, service = new(query, resolver, configuration, log, time));
            service.Join();
        }

        stopping.UnsafeRegister(_ => Leave(service, target), null);
        return service.AddAsync(target);
    }

    private void Leave(FollowedService service, Target target)
    {
        service.Remove(target);
        lock (_lock)
        {
            if (!service.Leave())
                return;
            _services.Remove(service.Query);
        }

        service.Dispose();
    }

    // What the orchestrator injects as "default" may be https where the route says http: both are asked for, the route's own first.
    private static string QueryFor(Uri address) => address.Scheme == Uri.UriSchemeHttp ? $"http+https://{address.Authority}" : $"https://{address.Authority}";
}

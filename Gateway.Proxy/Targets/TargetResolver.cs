using System.Net;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Proxy.Targets;

/// <summary>Keeps each target's endpoints up to date from service discovery. No request waits for it.</summary>
internal sealed class TargetResolver(ServiceEndpointResolver resolver, TargetResolverLog log, TimeProvider time)
{
    // The resolver drops a name that is not queried for ten seconds, and then reports no more changes.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // The maximum wait of a start or reload for the resolution of a name.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Resolves the target's first endpoints, then follows changes until <paramref name="stopping"/> is cancelled.</summary>
    public async Task BeginAsync(Target target, CancellationToken stopping)
    {
        ResolvedTarget resolved = new(target);
        await ResolveAsync(resolved, stopping);
        _ = FollowAsync(resolved, stopping);
    }

    private async Task FollowAsync(ResolvedTarget resolved, CancellationToken stopping)
    {
        WakeSignal changed = new();
        while (!stopping.IsCancellationRequested)
        {
            using (resolved.Source?.ChangeToken.RegisterChangeCallback(static state => ((WakeSignal)state!).Set(), changed))
                await changed.WaitAsync(Interval, time, stopping);
            await ResolveAsync(resolved, stopping);
        }
    }

    // A failure does not end the loop: the next round retries.
    private async Task ResolveAsync(ResolvedTarget resolved, CancellationToken stopping)
    {
        var target = resolved.Target;
        var address = target.Key.Address;
        try
        {
            using CancellationTokenSource limit = new(Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
            var found = await resolver.GetEndpointsAsync(QueryFor(address), either.Token);
            if (found == resolved.Source || stopping.IsCancellationRequested)
                return;
            resolved.Source = found;
            resolved.Error = null;
            target.SetEndpoints([.. found.Endpoints.Select(endpoint => AddressOf(endpoint.EndPoint, address)).OfType<Uri>()]);
            if (target.Endpoints.Count == 0)
                log.NoEndpoint(target.Key.Route, target.Name, address);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The target was removed.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (resolved.Error != exception.Message)
                log.Failed(target.Key.Route, target.Name, address, exception);
            resolved.Source = null;
            resolved.Error = exception.Message;

            // Use the configured address until service discovery succeeds.
            if (target.Endpoints.Count == 0)
                target.SetEndpoints([address]);
        }
    }

    // What the orchestrator injects as "default" may be https where the route says http: both are asked for, the route's own first.
    private static string QueryFor(Uri address) => address.Scheme == Uri.UriSchemeHttp ? $"http+https://{address.Authority}" : $"https://{address.Authority}";

    /// <summary>The endpoint as a URL: discovery's host and port, the target's own path; an endpoint that is a URL gives its scheme too.</summary>
    private static Uri? AddressOf(EndPoint endpoint, Uri address) => endpoint switch
    {
        UriEndPoint { Uri: var uri } => new UriBuilder(uri.Scheme, uri.Host, uri.Port, uri.AbsolutePath.TrimEnd('/') + address.AbsolutePath).Uri,
        DnsEndPoint dns => With(address, dns.Host, dns.Port),
        IPEndPoint ip => With(address, ip.Address.ToString(), ip.Port),
        _ => null,
    };

    private static Uri With(Uri address, string host, int port) =>
        new UriBuilder(address) { Host = host, Port = port > 0 ? port : address.Port }.Uri;

    /// <summary>A target and its last result from service discovery.</summary>
    private sealed class ResolvedTarget(Target target)
    {
        public Target Target => target;

        public ServiceEndpointSource? Source { get; set; }

        /// <summary>Why the last look-up failed; null when it did not.</summary>
        public string? Error { get; set; }
    }
}

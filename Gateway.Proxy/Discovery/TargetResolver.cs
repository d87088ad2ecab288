using System.Net;
using Gateway.Proxy.Targets;
using Microsoft.Extensions.ServiceDiscovery;

namespace Gateway.Proxy.Discovery;

/// <summary>Keeps each target's endpoints as service discovery knows them. No request waits for it.</summary>
internal sealed partial class TargetResolver(ServiceEndpointResolver resolver, ILogger<TargetResolver> logger)
{
    /// <summary>Resolves the target now, and again whenever discovery says that something changed, until <paramref name="stopping"/>.</summary>
    public async Task BeginAsync(Target target, CancellationToken stopping)
    {
        var address = target.Key.Address;
        try
        {
            var found = await resolver.GetEndpointsAsync(QueryFor(address), stopping);
            target.SetEndpoints([.. found.Endpoints.Select(endpoint => AddressOf(endpoint.EndPoint, address)).OfType<Uri>()]);
            if (target.Destinations.Count == 0)
                LogNothing(logger, target.Name, address);
            var registration = found.ChangeToken.RegisterChangeCallback(_ => _ = BeginAsync(target, stopping), null);
            stopping.UnsafeRegister(static state => ((IDisposable)state!).Dispose(), registration);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The target was removed.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Discovery that fails must not take a target away: its own address is still the best guess.
            LogFailed(logger, target.Name, address, exception);
            if (target.Destinations.Count == 0)
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

    [LoggerMessage(LogLevel.Warning, "Service discovery knows no endpoint of target {Target} ({Address})")]
    private static partial void LogNothing(ILogger logger, string target, Uri address);

    [LoggerMessage(LogLevel.Warning, "Service discovery failed for target {Target} ({Address}); its address is used as it is")]
    private static partial void LogFailed(ILogger logger, string target, Uri address, Exception exception);
}

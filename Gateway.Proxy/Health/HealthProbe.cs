using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Gateway.Proxy.Routes;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Asks an endpoint for its health. Its connections are its own, so that no limit and no circuit of a route stands in the way.</summary>
internal sealed class HealthProbe : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _clients = new();

    /// <summary>True when the endpoint says within <paramref name="timeout"/> that it is well.</summary>
    public async Task<bool> IsHealthyAsync(Destination destination, HealthCheckType type, string path, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var client = ClientFor(destination.Target.Key.CaFile);
            if (type == HealthCheckType.Grpc)
                return await GrpcHealthCheck.IsServingAsync(client, destination.Address, path, either.Token);
            using var request = new HttpRequestMessage(HttpMethod.Get, destination.Prefix + path);
            if (destination.Target.Key.HttpVersion == UpstreamHttpVersion.Http2)
                (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("gateway-health-check", null));
            using var response = await client.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private HttpMessageInvoker ClientFor(string? caFile) => _clients.GetOrAdd(caFile ?? string.Empty, _ => new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = UpstreamTrust.Options(caFile),
    }));
}

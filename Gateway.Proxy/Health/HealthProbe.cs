using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Probes an endpoint's health. It has its own connections, so that no connection limit or circuit of a route applies.</summary>
internal sealed class HealthProbe(TimeProvider time)
{
    /// <summary>The endpoint is healthy when it reports so within <paramref name="timeout"/>. A failure is a result, not an exception.</summary>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellationToken"/>.</exception>
    public async Task<ProbeResult> ProbeAsync(UpstreamEndpoint endpoint, HealthCheckType type, string path, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var client = endpoint.Target.Client.Probes;
            if (type == HealthCheckType.Grpc)
                return await GrpcHealthCheck.IsServingAsync(client, endpoint.Address, path, either.Token) ? ProbeResult.Healthy : new("the gRPC health service does not say SERVING");
            using HttpRequestMessage request = new(HttpMethod.Get, endpoint.Prefix + path);
            if (endpoint.Target.Key.HttpVersion == UpstreamHttpVersion.Http2)
                (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("gateway-health-check", null));
            using var response = await client.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode ? ProbeResult.Healthy : new($"status {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new($"no response within {Seconds.Of(timeout)}");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(ExceptionCause.Of(exception));
        }
    }
}

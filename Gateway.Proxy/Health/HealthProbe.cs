using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Health;

/// <summary>Asks an endpoint for its health. Its connections are its own, so that no limit and no circuit of a route stands in the way.</summary>
internal sealed class HealthProbe(TimeProvider time)
{
    /// <summary>Healthy is who says so within <paramref name="timeout"/>. Whatever goes wrong is a result, not an exception.</summary>
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
            return new(string.Create(CultureInfo.InvariantCulture, $"no response within {timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(exception.GetBaseException().Message);
        }
    }
}

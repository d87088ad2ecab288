using Grpc.Health.V1;
using Grpc.Net.Client;
using Client = Grpc.Health.V1.Health.HealthClient;

namespace Gateway.Proxy.Health;

/// <summary>Checks an endpoint's health with <c>grpc.health.v1</c>.</summary>
internal static class GrpcHealthCheck
{
    /// <summary>True when the endpoint says <c>SERVING</c>.</summary>
    /// <exception cref="Grpc.Core.RpcException">The call failed, or the endpoint does not know the service.</exception>
    /// <param name="path">The service's name behind a slash; <c>/</c> alone: the server as a whole.</param>
    public static async Task<bool> IsServingAsync(HttpMessageInvoker invoker, Uri address, string path, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(address, new() { HttpHandler = new Sender(invoker), ThrowOperationCanceledOnCancellation = true });
        var response = await new Client(channel).CheckAsync(new() { Service = path[1..] }, cancellationToken: cancellationToken);
        return response.Status == HealthCheckResponse.Types.ServingStatus.Serving;
    }

    /// <summary>Uses the connections of the other probes, so that the channel opens none.</summary>
    private sealed class Sender(HttpMessageInvoker invoker) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);
    }
}

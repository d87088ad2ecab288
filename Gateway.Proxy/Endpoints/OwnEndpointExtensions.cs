namespace Gateway.Proxy.Endpoints;

/// <summary>Marks endpoints as the gateway's own, so that routing knows on which ports they are.</summary>
internal static class OwnEndpointExtensions
{
    /// <summary>A group for the parts of an own endpoint. They go before routes, but for the root: a site's home page goes before that.</summary>
    public static RouteGroupBuilder MapOwn(this IEndpointRouteBuilder endpoints, OwnEndpoint endpoint) =>
        endpoints.MapGroup(string.Empty).WithMetadata(new Mark(endpoint)).WithOrder(endpoint == OwnEndpoint.Root ? int.MaxValue : -1);

    /// <summary>The own endpoint that this is a part of; null when it is a route, or the application's.</summary>
    public static OwnEndpoint? Own(this Endpoint endpoint) => endpoint.Metadata.GetMetadata<Mark>()?.Endpoint;

    private sealed record Mark(OwnEndpoint Endpoint);
}

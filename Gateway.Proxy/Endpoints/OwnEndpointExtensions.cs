namespace Gateway.Proxy.Endpoints;

/// <summary>Marks endpoints as the gateway's own, so that routing can select them by port.</summary>
internal static class OwnEndpointExtensions
{
    /// <summary>A group for the parts of an own endpoint. They take precedence over routes, except the root: a route for <c>/</c> takes precedence over it.</summary>
    public static RouteGroupBuilder MapOwn(this IEndpointRouteBuilder endpoints, OwnEndpoint endpoint) =>
        endpoints.MapGroup(string.Empty).WithMetadata(new Mark(endpoint)).WithOrder(endpoint == OwnEndpoint.Root ? int.MaxValue : int.MinValue);

    /// <summary>The own endpoint that this endpoint belongs to; null for a route or an endpoint of the application.</summary>
    public static OwnEndpoint? Own(this Endpoint endpoint) => endpoint.Metadata.GetMetadata<Mark>()?.Endpoint;

    private sealed record Mark(OwnEndpoint Endpoint);
}

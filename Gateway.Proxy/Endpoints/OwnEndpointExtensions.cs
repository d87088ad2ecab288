namespace Gateway.Proxy.Endpoints;

/// <summary>Marks endpoints as the gateway's own, so that routing can select them by port.</summary>
internal static class OwnEndpointExtensions
{
    /// <summary>The methods of every own endpoint (RFC 9110 section 9.1: a server must support both).</summary>
    public static string[] GetAndHead { get; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A group for the parts of an own endpoint. They take precedence over routes, except the root: a route for <c>/</c> takes precedence over it.</summary>
    public static RouteGroupBuilder MapOwn(this IEndpointRouteBuilder endpoints, OwnEndpoint endpoint) =>
        endpoints.MapGroup(string.Empty).WithMetadata(new Mark(endpoint)).WithOrder(endpoint == OwnEndpoint.Root ? int.MaxValue : int.MinValue);

    /// <summary>An endpoint that responds to GET and HEAD; the server leaves out the body of a response to HEAD.</summary>
    public static RouteHandlerBuilder MapGetAndHead(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, GetAndHead, handler);

    /// <summary>The own endpoint that this endpoint belongs to; null for a route or an endpoint of the application.</summary>
    public static OwnEndpoint? Own(this Endpoint endpoint) => endpoint.Metadata.GetMetadata<Mark>()?.Endpoint;

    /// <summary>Whether this is the metadata of an own endpoint.</summary>
    public static bool IsOwn(IEnumerable<object> metadata) => metadata.OfType<Mark>().Any();

    private sealed record Mark(OwnEndpoint Endpoint);
}

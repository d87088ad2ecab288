namespace Gateway.Proxy.Endpoints;

/// <summary>Distinguishes the gateway's routes from the application's endpoints.</summary>
internal static class OwnRoutes
{
    /// <summary>Whether routing has selected a route of the gateway.</summary>
    public static bool Has(HttpContext context) => context.GetEndpoint() is { } endpoint && Are(endpoint);

    /// <summary>Whether the endpoint is a route of the gateway.</summary>
    public static bool Are(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IMark>() is not null;

    /// <summary>Endpoint metadata that marks a route.</summary>
    internal interface IMark
    {
        /// <summary>The route's name.</summary>
        string Name { get; }

        /// <summary>Whether the route requires a token.</summary>
        bool RequiresToken { get; }
    }
}

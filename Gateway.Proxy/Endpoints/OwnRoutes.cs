namespace Gateway.Proxy.Endpoints;

/// <summary>Tells the gateway's routes from the application's endpoints.</summary>
internal static class OwnRoutes
{
    /// <summary>Whether routing has chosen a route of the gateway's.</summary>
    public static bool Has(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<IMark>() is not null;

    /// <summary>Is among the metadata of a route's endpoint.</summary>
    internal interface IMark;
}

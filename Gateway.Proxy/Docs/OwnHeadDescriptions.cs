using Gateway.Proxy.Endpoints;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Gateway.Proxy.Docs;

/// <summary>Leaves the own endpoints' HEAD out of all OpenAPI documents: it is a GET without a body.</summary>
internal sealed class OwnHeadDescriptions : IApiDescriptionProvider
{
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var head in context.Results.Where(IsOwnHead).ToArray())
            context.Results.Remove(head);
    }

    private static bool IsOwnHead(ApiDescription description) =>
        description.HttpMethod is { } method && HttpMethods.IsHead(method) && OwnEndpointExtensions.IsOwn(description.ActionDescriptor.EndpointMetadata);
}

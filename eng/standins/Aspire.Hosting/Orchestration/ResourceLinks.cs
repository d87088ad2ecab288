using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The links of a resource: one for each endpoint, as the resource's callbacks change and add to them.</summary>
internal static class ResourceLinks
{
    public static async Task<ImmutableArray<UrlSnapshot>> ResolveAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var context = new ResourceUrlsCallbackContext(executionContext, resource, cancellationToken: cancellationToken);

        if (resource is IResourceWithEndpoints service)
            context.Urls.AddRange(service.References().Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint }));
        if (resource is ExternalServiceResource external)
            context.Urls.Add(new ResourceUrlAnnotation { Url = (await external.ResolveAsync(cancellationToken)).ToString() });

        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            await annotation.Callback(context);

        return [.. context.Urls.Select(Snapshot)];
    }

    private static UrlSnapshot Snapshot(ResourceUrlAnnotation link)
    {
        var url = link is { Endpoint: { } endpoint } && link.Url.StartsWith('/')
            ? new Uri(new Uri(endpoint.Url), link.Url).ToString()
            : link.Url;
        return new UrlSnapshot(link.Endpoint?.EndpointName, url, IsInternal: false)
        {
            DisplayProperties = new UrlDisplayPropertiesSnapshot(link.DisplayText ?? ""),
        };
    }
}

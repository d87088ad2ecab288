// Stands in for Aspire.Hosting.ResourceBuilderExtensions: who has to do with whom, for the dashboard's graph.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    private const string Reference = "Reference";
    private const string Wait = "WaitFor";

    public static IResourceBuilder<T> WithRelationship<T>(this IResourceBuilder<T> builder, IResource resource, string type)
        where T : IResource => builder.WithAnnotation(new ResourceRelationshipAnnotation(resource, type));
}

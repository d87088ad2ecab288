// Stands in for Aspire.Hosting.ApplicationModel.ResourceRelationshipAnnotation: an arrow in the dashboard's graph.
namespace Aspire.Hosting.ApplicationModel;

public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public string Type { get; } = type;
}

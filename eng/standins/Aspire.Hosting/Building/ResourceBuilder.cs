using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Building;

internal sealed class ResourceBuilder<T>(IDistributedApplicationBuilder builder, T resource) : IResourceBuilder<T>
    where T : IResource
{
    public IDistributedApplicationBuilder ApplicationBuilder => builder;

    public T Resource => resource;

    public IResourceBuilder<T> WithAnnotation<TAnnotation>(
        TAnnotation annotation, ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation
    {
        if (behavior == ResourceAnnotationMutationBehavior.Replace)
        {
            foreach (var known in resource.Annotations.OfType<TAnnotation>().ToList())
                resource.Annotations.Remove(known);
        }

        resource.Annotations.Add(annotation);
        return this;
    }
}

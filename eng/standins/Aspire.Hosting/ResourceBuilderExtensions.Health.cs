// Stands in for Aspire.Hosting.ResourceBuilderExtensions: health checks.
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.WithHttpHealthCheck(() => builder.HttpEndpoint(endpointName), path, statusCode);

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints => builder.WithAnnotation<HealthCheckAnnotation>(new HttpHealthCheckAnnotation(
            $"{builder.Resource.Name}_{path ?? "/"}_{statusCode ?? 200}_check",
            _ => new(new Uri(new Uri((endpointSelector?.Invoke() ?? builder.HttpEndpoint(null)).Url), path ?? "/")),
            statusCode ?? 200));

    private static EndpointReference HttpEndpoint<T>(this IResourceBuilder<T> builder, string? name)
        where T : IResourceWithEndpoints =>
        builder.Resource.References().FirstOrDefault(endpoint => name is null ? endpoint.Scheme is "http" or "https" : endpoint.EndpointName == name)
            ?? throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' has no HTTP endpoint{(name is null ? "" : $" '{name}'")}.");
}

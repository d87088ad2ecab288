// Stands in for Aspire.Hosting.ResourceBuilderExtensions: how a service learns where another one is.
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment => builder.WithRelationship(source.Resource, Reference).WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.References())
                context.Inject(source.Resource.Name, endpoint);
        });

    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment =>
        builder.WithRelationship(endpointReference.Resource, Reference)
            .WithEnvironment(context => context.Inject(endpointReference.Resource.Name, endpointReference));

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<ExternalServiceResource> externalService)
        where TDestination : IResourceWithEnvironment => builder.WithRelationship(externalService.Resource, Reference).WithEnvironment(async context =>
        {
            var service = externalService.Resource;
            var variables = context.EnvironmentVariables;

            // A fixed URL is known by its scheme; a parameter's scheme is known only when it runs.
            if (service.Uri is { } uri)
            {
                variables[VariableName(service.Name)] = uri.ToString();
                variables[Discovery(service.Name, uri.Scheme, 0)] = uri.ToString();
            }
            else if (context.ExecutionContext.IsPublishMode)
            {
                variables[Discovery(service.Name, "default", 0)] = service.UrlParameter!;
                variables[VariableName(service.Name)] = service.UrlParameter!;
            }
            else
            {
                var scheme = (await service.ResolveAsync(context.CancellationToken)).Scheme;
                variables[Discovery(service.Name, scheme, 0)] = service.UrlParameter!;
                variables[VariableName($"{service.Name}_{scheme}")] = service.UrlParameter!;
            }
        });

    private static void Inject(this EnvironmentCallbackContext context, string serviceName, EndpointReference endpoint)
    {
        var index = 0;
        while (context.EnvironmentVariables.ContainsKey(Discovery(serviceName, endpoint.Scheme, index)))
            index++;

        context.EnvironmentVariables[VariableName($"{serviceName}_{endpoint.EndpointName}")] = endpoint;
        context.EnvironmentVariables[Discovery(serviceName, endpoint.Scheme, index)] = endpoint;
    }

    private static string Discovery(string serviceName, string scheme, int index) => $"services__{serviceName}__{scheme}__{index}";

    private static string VariableName(string name) => NotInAVariableName().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NotInAVariableName();
}

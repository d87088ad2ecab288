using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Building;

/// <summary>What a service has without being told in a manifest: http and https, on ports that the place of deployment chooses.</summary>
internal static class PublishDefaults
{
    public static IResourceBuilder<ProjectResource> WithPublishDefaults(this IResourceBuilder<ProjectResource> builder, LaunchProfile? profile)
    {
        builder.WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory").WithEnvironment(context =>
        {
            context.SetPortVariables(builder.Resource);
            if (builder.Resource.Endpoints().Any())
                context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";

            // The https endpoint is the business of whoever stands before the service.
            var ports = builder.Resource.ListenReferences()
                .Where(endpoint => endpoint.Scheme == "http")
                .Select(endpoint => ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.TargetPort)}"))
                .ToList();
            if (ports.Count > 0)
                context.EnvironmentVariables.TryAdd("HTTP_PORTS", ReferenceExpression.Join(";", ports));
        });

        return profile is { Addresses.Count: > 0 }
            ? builder.WithAnnotation(new EndpointAnnotation("http", "http")).WithAnnotation(new EndpointAnnotation("https", "https"))
            : builder;
    }
}

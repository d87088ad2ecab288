using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Building;

/// <summary>How a service is told its ports: by a variable of the endpoint's own, or else together with the others.</summary>
internal static class ListenEndpoints
{
    public static IEnumerable<EndpointReference> ListenReferences(this ProjectResource project) => project.References()
        .Where(endpoint => endpoint.Scheme is "http" or "https" && endpoint.EndpointAnnotation.PortVariable is null);

    public static void SetPortVariables(this EnvironmentCallbackContext context, ProjectResource project)
    {
        foreach (var endpoint in project.References())
        {
            if (endpoint.EndpointAnnotation.PortVariable is { } variable)
                context.EnvironmentVariables[variable] = endpoint.Property(EndpointProperty.TargetPort);
        }
    }
}

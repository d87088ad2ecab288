// Stands in for Aspire.Hosting.ApplicationModel.EndpointAnnotation.
namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointAnnotation(string name, string uriScheme, int? port = null, int? targetPort = null) : IResourceAnnotation
{
    public string Name { get; set; } = name;

    public string UriScheme { get; set; } = uriScheme;

    /// <summary>The port others use; null until one is allocated.</summary>
    public int? Port { get; set; } = port;

    /// <summary>The port the service listens on. Here it is always the public one: nothing stands between.</summary>
    public int? TargetPort { get; set; } = targetPort;

    public bool IsExternal { get; set; }

    internal bool FromLaunchProfile { get; init; }

    /// <summary>The variable that tells the service its port, if it wants to know.</summary>
    internal string? PortVariable { get; init; }

    internal int? AllocatedPort { get; set; }
}

using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard;

/// <summary>
/// What the dashboard knows a service by: its name and what its telemetry says of its instance. It is the same after a restart.
/// So logs, traces and metrics are found in the resource's menu.
/// </summary>
internal sealed class InstanceName(string id) : IResourceAnnotation
{
    private const int IdLength = 8;

    public string Id => id;

    public static InstanceName New() => new(Guid.NewGuid().ToString("n")[..IdLength]);

    public static string Of(IResource resource) =>
        resource.Annotations.OfType<InstanceName>().FirstOrDefault() is { } instance ? $"{resource.Name}-{instance.Id}" : resource.Name;
}

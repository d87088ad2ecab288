// Stands in for Aspire.Hosting.ApplicationModel.WaitAnnotation, WaitType and WaitBehavior.
namespace Aspire.Hosting.ApplicationModel;

public sealed class WaitAnnotation(IResource resource, WaitType waitType) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public WaitType WaitType { get; } = waitType;
}

public enum WaitType
{
    WaitUntilHealthy,
    WaitUntilStarted,
}

public enum WaitBehavior
{
    /// <summary>Go on waiting: somebody may start the resource again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>Give up when the resource has ended.</summary>
    StopOnResourceUnavailable,
}

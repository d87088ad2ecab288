// Stands in for Aspire.Hosting.ApplicationModel.ResourceCommandState, UpdateCommandStateContext and IconVariant.
namespace Aspire.Hosting.ApplicationModel;

public enum ResourceCommandState
{
    Enabled,
    Disabled,
    Hidden,
}

public enum IconVariant
{
    Regular,
    Filled,
}

public sealed class UpdateCommandStateContext
{
    public required CustomResourceSnapshot ResourceSnapshot { get; init; }
}

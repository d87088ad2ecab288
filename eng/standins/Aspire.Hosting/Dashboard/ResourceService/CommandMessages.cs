using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>A command as the dashboard's buttons and menus show it.</summary>
internal static class CommandMessages
{
    public static Protocol.ResourceCommand ToMessage(ResourceCommandAnnotation command, CustomResourceSnapshot snapshot) => new()
    {
        Name = command.Name,
        DisplayName = command.DisplayName,
        DisplayDescription = command.DisplayDescription ?? "",
        ConfirmationMessage = command.ConfirmationMessage ?? "",
        IconName = command.IconName ?? "",
        IconVariant = command.IconVariant == IconVariant.Filled ? Protocol.IconVariant.Filled : Protocol.IconVariant.Regular,
        IsHighlighted = command.IsHighlighted,
        State = command.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = snapshot }) switch
        {
            ResourceCommandState.Enabled => Protocol.ResourceCommandState.Enabled,
            ResourceCommandState.Disabled => Protocol.ResourceCommandState.Disabled,
            _ => Protocol.ResourceCommandState.Hidden,
        },
    };
}

// Stands in for Aspire.Hosting.ApplicationModel.CommandOptions: how the dashboard shows a command.
namespace Aspire.Hosting.ApplicationModel;

public class CommandOptions
{
    public string? Description { get; set; }

    public string? ConfirmationMessage { get; set; }

    public string? IconName { get; set; }

    public IconVariant? IconVariant { get; set; }

    public bool IsHighlighted { get; set; }

    /// <summary>Always enabled if not set.</summary>
    public Func<UpdateCommandStateContext, ResourceCommandState>? UpdateState { get; set; }
}

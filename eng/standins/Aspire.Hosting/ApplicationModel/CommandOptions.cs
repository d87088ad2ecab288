// Stands in for Aspire.Hosting.ApplicationModel.CommandOptions: how the dashboard shows a command. Nothing here shows it.
namespace Aspire.Hosting.ApplicationModel;

public class CommandOptions
{
    public string? Description { get; set; }

    public string? ConfirmationMessage { get; set; }

    public string? IconName { get; set; }

    public bool IsHighlighted { get; set; }
}

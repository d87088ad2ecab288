// Stands in for Aspire.Hosting.ApplicationModel.KnownResourceStateStyles: how the dashboard marks a state.
namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceStateStyles
{
    public static readonly string Success = "success";
    public static readonly string Error = "error";
    public static readonly string Info = "info";
    public static readonly string Warn = "warning";
}

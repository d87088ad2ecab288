// Stands in for Aspire.Hosting.DistributedApplicationOptions.
namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    public bool DisableDashboard { get; set; }
}

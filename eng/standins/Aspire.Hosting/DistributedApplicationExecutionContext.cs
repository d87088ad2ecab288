// Stands in for Aspire.Hosting.DistributedApplicationExecutionContext and DistributedApplicationOperation.
namespace Aspire.Hosting;

public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    public DistributedApplicationOperation Operation { get; } = operation;

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;
}

public enum DistributedApplicationOperation
{
    Run,
    Publish,
}

namespace Aspire.Hosting.Building;

internal sealed class CommandLineException(string message) : DistributedApplicationException(message);

using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Reporting;

/// <summary>Logs each line under the resource's own category, as Aspire does in tests.</summary>
internal sealed partial class LoggerOutput(ILoggerFactory loggers, IHostEnvironment environment, ResourceLoggerService kept) : IResourceOutput
{
    public void Write(string resourceName, string line, bool isError)
    {
        kept.Append(resourceName, line, isError);
        var logger = loggers.CreateLogger($"{environment.ApplicationName}.Resources.{resourceName}");
        LogLine(logger, isError ? LogLevel.Error : LogLevel.Information, line);
    }

    [LoggerMessage(EventId = 2, Message = "{Line}")]
    private static partial void LogLine(ILogger logger, LogLevel level, string line);
}

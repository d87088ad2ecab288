using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Protocol;

namespace Aspire.Hosting.Dashboard.ResourceService;

/// <summary>Lines of output as messages, each below the size that a gRPC client takes (4 MB).</summary>
internal static class ConsoleLogs
{
    private const int LongestLine = 16 * 1024;
    private const int LinesInAMessage = 50;

    public static IEnumerable<WatchResourceConsoleLogsUpdate> ToMessages(IReadOnlyList<LogLine> lines) =>
        lines.Chunk(LinesInAMessage).Select(chunk => new WatchResourceConsoleLogsUpdate { LogLines = { chunk.Select(ToMessage) } });

    private static ConsoleLogLine ToMessage(LogLine line) => new()
    {
        LineNumber = line.LineNumber,
        Text = line.Content.Length > LongestLine ? line.Content[..LongestLine] : line.Content,
        IsStdErr = line.IsErrorMessage,
    };
}

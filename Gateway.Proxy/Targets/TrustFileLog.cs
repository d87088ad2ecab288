using Gateway.Proxy.Diagnostics;

namespace Gateway.Proxy.Targets;

/// <summary>Logs changes of files with trusted certificate authorities.</summary>
internal sealed partial class TrustFileLog(ILogger<TrustFileHandler> logger)
{
    public void Renewed(string file) => LogRenewed(logger, file);

    public void Unreadable(string file, string error) => LogUnreadable(logger, file, error);

    [LoggerMessage(EventIds.TrustFileRenewed, LogLevel.Information, "Tls:CaFile {File} has changed; new connections trust its new content", EventName = nameof(EventIds.TrustFileRenewed))]
    private static partial void LogRenewed(ILogger logger, string file);

    [LoggerMessage(EventIds.TrustFileUnreadable, LogLevel.Warning, "Tls:CaFile {File} cannot be read, its last good content stays in force: {Error}", EventName = nameof(EventIds.TrustFileUnreadable))]
    private static partial void LogUnreadable(ILogger logger, string file, string error);
}

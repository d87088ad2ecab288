namespace Gateway.Proxy.Targets;

/// <summary>What an operator is told of files of trusted authorities.</summary>
internal sealed partial class TrustFileLog(ILogger<TrustFileHandler> logger)
{
    public void Renewed(string file) => LogRenewed(logger, file);

    public void Unreadable(string file, string error) => LogUnreadable(logger, file, error);

    [LoggerMessage(1221, LogLevel.Information, "Tls:CaFile {File} has changed; new connections trust its new content", EventName = "TrustFileRenewed")]
    private static partial void LogRenewed(ILogger logger, string file);

    [LoggerMessage(1222, LogLevel.Warning, "Tls:CaFile {File} cannot be read, its last good content stays in force: {Error}", EventName = "TrustFileUnreadable")]
    private static partial void LogUnreadable(ILogger logger, string file, string error);
}

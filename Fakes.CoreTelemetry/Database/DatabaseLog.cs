namespace Fakes.CoreTelemetry.Database;

internal static partial class DatabaseLog
{
    [LoggerMessage(LogLevel.Information, "Database is now {Ip}:{Port}/{Name}, reachable: {IsUp}")]
    public static partial void DatabaseChanged(this ILogger logger, string ip, int port, string name, bool isUp);
}

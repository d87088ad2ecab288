namespace Fakes.Coredinator.Services;

internal static partial class ServiceLog
{
    [LoggerMessage(LogLevel.Information, "Agent {Agent} started from {ConfigPath}")]
    public static partial void AgentStarted(this ILogger logger, string agent, string configPath);

    [LoggerMessage(LogLevel.Information, "Agent {Agent} stopped")]
    public static partial void AgentStopped(this ILogger logger, string agent);

    [LoggerMessage(LogLevel.Information, "CoreIO {Service} started from {ConfigPath}")]
    public static partial void CoreIoStarted(this ILogger logger, string service, string configPath);

    [LoggerMessage(LogLevel.Information, "CoreIO {Service} stopped")]
    public static partial void CoreIoStopped(this ILogger logger, string service);
}

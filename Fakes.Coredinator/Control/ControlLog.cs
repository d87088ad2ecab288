namespace Fakes.Control;

internal static partial class ControlLog
{
    [LoggerMessage(LogLevel.Information, "Behaviour set: {Behavior}")]
    public static partial void BehaviorSet(this ILogger logger, string behavior);

    [LoggerMessage(LogLevel.Information, "Well-behaved again")]
    public static partial void BehaviorCleared(this ILogger logger);
}

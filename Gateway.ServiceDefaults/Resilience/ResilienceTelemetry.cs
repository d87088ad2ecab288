using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Polly.Telemetry;

namespace Gateway.ServiceDefaults.Resilience;

/// <summary>Counts and logs retries, timeouts and changes of circuits, under the names of Polly's own telemetry.</summary>
internal sealed partial class ResilienceTelemetry(IMeterFactory meters, ILogger<ResilienceTelemetry> logger) : TelemetryListener
{
    private readonly Counter<int> _events = meters.Create("Polly").CreateCounter<int>(
        "resilience.polly.strategy.events", description: "Resilience events: retries, timeouts, changes of circuits.");

    public override void Write<TResult, TArgs>(in TelemetryEventArguments<TResult, TArgs> args)
    {
        // The others tell of every execution, as the HTTP client's own metrics do.
        if (!args.Event.EventName.StartsWith("On", StringComparison.Ordinal)) return;

        var exception = args.Outcome is { } outcome ? outcome.Exception : null;
        _events.Add(1, new TagList
        {
            { "event.name", args.Event.EventName },
            { "event.severity", args.Event.Severity.ToString() },
            { "pipeline.name", args.Source.PipelineName },
            { "pipeline.instance", args.Source.PipelineInstanceName },
            { "strategy.name", args.Source.StrategyName },
            { "exception.type", exception?.GetType().FullName },
        });

        var level = LevelOf(args.Event.Severity);
        if (!logger.IsEnabled(level)) return;
        object? cause = args.Outcome is { Result: HttpResponseMessage response } ? response.StatusCode : exception?.Message;
        Log.Event(logger, level, args.Event.EventName, args.Source.PipelineName, args.Source.PipelineInstanceName, cause);
    }

    private static LogLevel LevelOf(ResilienceEventSeverity severity) => severity switch
    {
        ResilienceEventSeverity.None => LogLevel.None,
        ResilienceEventSeverity.Debug => LogLevel.Debug,
        ResilienceEventSeverity.Information => LogLevel.Information,
        ResilienceEventSeverity.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "{EventName} in {Pipeline} {Instance}: {Cause}", EventName = "ResilienceEvent")]
        public static partial void Event(ILogger logger, LogLevel level, string eventName, string? pipeline, string? instance, object? cause);
    }
}

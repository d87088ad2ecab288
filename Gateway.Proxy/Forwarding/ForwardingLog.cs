using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;

namespace Gateway.Proxy.Forwarding;

/// <summary>Logs requests that fail: the first of each kind at once, further ones at most once a second.</summary>
internal sealed partial class ForwardingLog : IDisposable
{
    private readonly ILogger<RouteForwarder> _logger;
    private readonly RepeatedLog<Line> _lines;

    public ForwardingLog(ILogger<RouteForwarder> logger, TimeProvider time)
    {
        _logger = logger;
        _lines = new(time, Write);
    }

    /// <summary>An attempt failed.</summary>
    /// <param name="target">Null when no target took the request.</param>
    public void Failed(string route, string? target, FailureReason reason, bool isRetried)
    {
        if (reason == FailureReason.BadRequest)
            Add(LogLevel.Information, new(EventIds.RequestMalformed, route, string.Empty, reason));
        else if (isRetried)
            Add(LogLevel.Information, new(EventIds.AttemptRetried, route, target ?? "none", reason));
        else if (target is null || reason is FailureReason.CircuitOpen or FailureReason.NoAvailableTarget or FailureReason.PoolTimeout)
            Add(LogLevel.Warning, new(EventIds.RequestRefused, route, target ?? "none", reason));
        else
            Add(LogLevel.Warning, new(EventIds.RequestFailed, route, target, reason));
    }

    /// <summary>A response that had begun was not completed.</summary>
    public void BrokenOff(string route, string target, FailureReason reason) => Add(LogLevel.Warning, new(EventIds.ResponseBrokenOff, route, target, reason));

    /// <summary>The request body exceeds the limit.</summary>
    public void TooLarge(string route, long? limit) => Add(LogLevel.Information, new(EventIds.RequestTooLarge, route, string.Empty, FailureReason.BadRequest, limit));

    public void Dispose() => _lines.Flush();

    private void Add(LogLevel level, Line line)
    {
        if (_logger.IsEnabled(level))
            _lines.Write(line);
    }

    private void Write(Line line, int count)
    {
        var (id, route, target, reason, limit) = line;
        switch (id)
        {
            case EventIds.AttemptRetried:
                LogRetried(_logger, route, target, reason.ToReasonString(), count);
                break;
            case EventIds.RequestFailed:
                LogFailed(_logger, route, target, reason.ToReasonString(), count);
                break;
            case EventIds.RequestRefused:
                LogRefused(_logger, route, target, reason.ToReasonString(), count);
                break;
            case EventIds.ResponseBrokenOff:
                LogBrokenOff(_logger, route, target, reason.ToReasonString(), count);
                break;
            case EventIds.RequestTooLarge:
                LogTooLarge(_logger, route, limit, count);
                break;
            default:
                LogMalformed(_logger, route, count);
                break;
        }
    }

    [LoggerMessage(EventIds.AttemptRetried, LogLevel.Information, "Route {Route}: an attempt to target {Target} failed ({Reason}), the request is retried; {Count} within a second", EventName = nameof(EventIds.AttemptRetried))]
    private static partial void LogRetried(ILogger logger, string route, string target, string reason, int count);

    [LoggerMessage(EventIds.RequestFailed, LogLevel.Warning, "Route {Route}: forwarding to target {Target} failed ({Reason}), the client receives an error response; {Count} within a second", EventName = nameof(EventIds.RequestFailed))]
    private static partial void LogFailed(ILogger logger, string route, string target, string reason, int count);

    [LoggerMessage(EventIds.RequestRefused, LogLevel.Warning, "Route {Route}: the gateway rejected a request ({Reason}), last target {Target}; {Count} within a second", EventName = nameof(EventIds.RequestRefused))]
    private static partial void LogRefused(ILogger logger, string route, string target, string reason, int count);

    [LoggerMessage(EventIds.ResponseBrokenOff, LogLevel.Warning, "Route {Route}: the response of target {Target} ended before it was complete ({Reason}), the client's connection was closed; {Count} within a second", EventName = nameof(EventIds.ResponseBrokenOff))]
    private static partial void LogBrokenOff(ILogger logger, string route, string target, string reason, int count);

    [LoggerMessage(EventIds.RequestMalformed, LogLevel.Information, "Route {Route}: the client's request was malformed or incomplete; {Count} within a second", EventName = nameof(EventIds.RequestMalformed))]
    private static partial void LogMalformed(ILogger logger, string route, int count);

    [LoggerMessage(EventIds.RequestTooLarge, LogLevel.Information, "Route {Route}: the request body exceeds the limit of {Limit} bytes (MaxRequestBodySize); {Count} within a second", EventName = nameof(EventIds.RequestTooLarge))]
    private static partial void LogTooLarge(ILogger logger, string route, long? limit, int count);

    private readonly record struct Line(int Event, string Route, string Target, FailureReason Reason, long? Limit = null);
}

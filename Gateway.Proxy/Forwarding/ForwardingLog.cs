using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Resilience;
using Gateway.Proxy.Targets;

namespace Gateway.Proxy.Forwarding;

/// <summary>Logs requests that fail: the first of each kind at once, further ones at most once a second with the cause of the latest.</summary>
internal sealed partial class ForwardingLog : IDisposable
{
    private readonly ILogger<RouteForwarder> _logger;
    private readonly RepeatedLog<Kind, Detail> _lines;

    public ForwardingLog(ILogger<RouteForwarder> logger, TimeProvider time)
    {
        _logger = logger;
        _lines = new(time, Write);
    }

    /// <summary>An attempt failed, and the request is retried.</summary>
    public void Retried(ForwardedRequest request, AttemptOutcome outcome) => Add(LogLevel.Information, EventIds.AttemptRetried, request, outcome);

    /// <summary>The request failed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="outcome">Why.</param>
    /// <param name="status">The status that the client receives.</param>
    public void Failed(ForwardedRequest request, AttemptOutcome outcome, int status)
    {
        if (outcome is { Reason: FailureReason.BadRequest, Status: StatusCodes.Status413PayloadTooLarge })
            Add(LogLevel.Information, EventIds.RequestTooLarge, request, outcome, status, RequestBodyLimit.Of(request.Context));
        else if (outcome.Reason == FailureReason.BadRequest)
            Add(LogLevel.Information, EventIds.RequestMalformed, request, outcome, status);
        else if (request.Retries.Attempts > 0 && outcome.Reason is not (FailureReason.CircuitOpen or FailureReason.NoAvailableTarget or FailureReason.PoolTimeout))
            Add(LogLevel.Warning, EventIds.RequestFailed, request, outcome, status);
        else
            Add(LogLevel.Warning, EventIds.RequestRefused, request, outcome, status);
    }

    /// <summary>A response that had begun was not completed.</summary>
    public void BrokenOff(ForwardedRequest request, AttemptOutcome outcome) => Add(LogLevel.Warning, EventIds.ResponseBrokenOff, request, outcome);

    public void Dispose() => _lines.Flush();

    private void Add(LogLevel level, int id, ForwardedRequest request, AttemptOutcome outcome, int status = 0, long? limit = null)
    {
        if (!_logger.IsEnabled(level))
            return;
        var endpoint = id is EventIds.AttemptRetried or EventIds.RequestFailed or EventIds.ResponseBrokenOff ? request.Attempt.Endpoint : null;
        _lines.Write(new(id, request.Route.Route.Name, endpoint, outcome.Reason, status, limit), new(request.Retries.Attempts, outcome.Explanation));
    }

    private void Write(Kind kind, Detail detail, int count)
    {
        var (id, route, endpoint, failure, status, limit) = kind;
        var (attempt, cause) = detail;
        var (target, address, reason) = (endpoint?.Target.Name, endpoint?.Address, failure.ToReasonString());
        switch (id)
        {
            case EventIds.AttemptRetried:
                LogRetried(_logger, route, attempt, target, address, reason, cause, count);
                break;
            case EventIds.RequestFailed:
                LogFailed(_logger, route, attempt, target, address, reason, cause, status, count);
                break;
            case EventIds.RequestRefused:
                LogRefused(_logger, route, cause, status, reason, count);
                break;
            case EventIds.ResponseBrokenOff:
                LogBrokenOff(_logger, route, target, address, reason, cause, count);
                break;
            case EventIds.RequestTooLarge:
                LogTooLarge(_logger, route, limit, status, count);
                break;
            default:
                LogMalformed(_logger, route, cause, status, count);
                break;
        }
    }

    [LoggerMessage(EventIds.AttemptRetried, LogLevel.Information, "Route {Route}: attempt {Attempt} at target {Target} ({Address}) failed with {Reason} ({Cause}), the request is retried; count in the last second: {Count}", EventName = nameof(EventIds.AttemptRetried))]
    private static partial void LogRetried(ILogger logger, string route, int attempt, string? target, Uri? address, string reason, string cause, int count);

    [LoggerMessage(EventIds.RequestFailed, LogLevel.Warning, "Route {Route}: attempt {Attempt} at target {Target} ({Address}) failed with {Reason} ({Cause}), the client receives status {Status}; count in the last second: {Count}", EventName = nameof(EventIds.RequestFailed))]
    private static partial void LogFailed(ILogger logger, string route, int attempt, string? target, Uri? address, string reason, string cause, int status, int count);

    [LoggerMessage(EventIds.RequestRefused, LogLevel.Warning, "Route {Route}: no target could take the request: {Cause}; the client receives status {Status} ({Reason}); count in the last second: {Count}", EventName = nameof(EventIds.RequestRefused))]
    private static partial void LogRefused(ILogger logger, string route, string cause, int status, string reason, int count);

    [LoggerMessage(EventIds.ResponseBrokenOff, LogLevel.Warning, "Route {Route}: the response of target {Target} ({Address}) ended before it was complete, with {Reason} ({Cause}), the client's connection is closed; count in the last second: {Count}", EventName = nameof(EventIds.ResponseBrokenOff))]
    private static partial void LogBrokenOff(ILogger logger, string route, string? target, Uri? address, string reason, string cause, int count);

    [LoggerMessage(EventIds.RequestMalformed, LogLevel.Information, "Route {Route}: the client's request is malformed or incomplete ({Cause}), the client receives status {Status}; count in the last second: {Count}", EventName = nameof(EventIds.RequestMalformed))]
    private static partial void LogMalformed(ILogger logger, string route, string cause, int status, int count);

    [LoggerMessage(EventIds.RequestTooLarge, LogLevel.Information, "Route {Route}: the request body exceeds the limit of {Limit} bytes (MaxRequestBodySize), the client receives status {Status}; count in the last second: {Count}", EventName = nameof(EventIds.RequestTooLarge))]
    private static partial void LogTooLarge(ILogger logger, string route, long? limit, int status, int count);

    private sealed record Detail(int Attempt, string Cause);

    private readonly record struct Kind(int Event, string Route, UpstreamEndpoint? Endpoint, FailureReason Reason, int Status, long? Limit);
}

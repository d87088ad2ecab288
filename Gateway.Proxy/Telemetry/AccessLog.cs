namespace Gateway.Proxy.Telemetry;

/// <summary>One line a forwarded request, when its category is enabled.</summary>
internal sealed partial class AccessLog(ILogger<AccessLog> logger, TimeProvider time)
{
    /// <summary>0 when nobody listens.</summary>
    public long Begin() => logger.IsEnabled(LogLevel.Information) ? time.GetTimestamp() : 0;

    public void End(long began, HttpContext context, string route, string? target, int attempts)
    {
        if (began != 0)
            LogRequest(logger, context.Request.Method, context.Request.Path, context.Response.StatusCode, time.GetElapsedTime(began).TotalMilliseconds, route, target ?? "none", attempts, CorrelationId.Of(context));
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} -> {Status} in {ElapsedMs:0.0} ms, route {Route}, target {Target}, attempts {Attempts}, correlation {CorrelationId}")]
    private static partial void LogRequest(ILogger logger, string method, PathString path, int status, double elapsedMs, string route, string target, int attempts, string correlationId);
}

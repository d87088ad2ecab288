using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Http;
using Gateway.Proxy.Transforms;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Telemetry;

/// <summary>One line a request, when its category is enabled.</summary>
internal sealed partial class AccessLog(ILogger<AccessLog> logger, ClientAddress clients, TimeProvider time)
{
    private const int LongestPath = 2048;
    private const int LongestAgent = 512;
    private const int LongestMethod = 32;

    public bool IsOn => logger.IsEnabled(LogLevel.Information);

    /// <summary>The record of a request; null while the log is disabled.</summary>
    public AccessRecord? RecordOf(HttpContext context) => IsOn ? context.Features.Get<AccessRecord>() : null;

    /// <summary>Follows a request to its end, and writes its line.</summary>
    public async Task FollowAsync(HttpContext context, RequestDelegate next)
    {
        var began = time.GetTimestamp();
        AccessRecord record = new();
        context.Features.Set(record);
        CountedRequestBody.Install(context, record);
        CountedResponseBody.Install(context, record);
        CountedUpgrade.Install(context, record);
        var isWhole = false;
        try
        {
            await next(context);
            isWhole = true;
        }
        finally
        {
            // An unhandled exception: the server responds with 500 after this.
            var status = isWhole || context.Response.HasStarted ? context.Response.StatusCode : StatusCodes.Status500InternalServerError;
            Write(context, record, status, time.GetElapsedTime(began));
        }
    }

    private void Write(HttpContext context, AccessRecord record, int status, TimeSpan elapsed)
    {
        // The own endpoints and those of the application are omitted: probes call them every few seconds.
        var level = record.Route is null && status < StatusCodes.Status400BadRequest ? LogLevel.Debug : LogLevel.Information;
        if (!logger.IsEnabled(level))
            return;
        var request = context.Request;
        var client = clients.Of(context)?.ToString() ?? "unknown";
        var method = LogText.Safe(request.Method, LongestMethod);
        var path = LogText.Safe(RawTarget.PathAsSent(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget), LongestPath);
        var responseBytes = HttpMethods.IsHead(request.Method) ? 0 : record.ResponseBytes;
        var correlationId = CorrelationId.Of(context);
        var agent = LogText.Safe(request.Headers.UserAgent.ToString(), LongestAgent);
        LogRequest(
            logger, level, client, method, path, request.Protocol, status, elapsed.TotalMilliseconds, record.RequestBytes, responseBytes,
            record.Route ?? "none", record.Target ?? "none", record.Attempts, record.Error ?? "none", correlationId, agent);
    }

    [LoggerMessage(
        EventId = EventIds.Request, EventName = nameof(EventIds.Request),
        Message = "{Client} \"{Method} {Path} {Protocol}\" {Status} in {ElapsedMs:0.0} ms, {RequestBytes} bytes in, {ResponseBytes} out, route {Route}, target {Target}, attempts {Attempts}, error {Error}, correlation {CorrelationId}, agent \"{UserAgent}\"")]
    private static partial void LogRequest(
        ILogger logger, LogLevel level, string client, string method, string path, string protocol, int status, double elapsedMs, long requestBytes, long responseBytes,
        string route, string target, int attempts, string error, string correlationId, string userAgent);
}

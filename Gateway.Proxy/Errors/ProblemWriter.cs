using System.Globalization;
using System.Text.Json;
using Gateway.Proxy.Diagnostics;
using Gateway.Proxy.Telemetry;

namespace Gateway.Proxy.Errors;

/// <summary>Writes the gateway's error responses: problem details (RFC 9457), or a gRPC status for gRPC clients.</summary>
internal sealed class ProblemWriter(GatewayHeaders own, RequestTelemetry telemetry)
{
    public const string ContentType = "application/problem+json";

    public async Task WriteAsync(HttpContext context, ProblemKind kind, string? route = null, TimeSpan? retryAfter = null)
    {
        telemetry.Refused(context, route, kind.Status, kind.Reason);
        var response = context.Response;
        if (response.HasStarted)
        {
            // Abort, so that the client detects a truncated response.
            context.Abort();
            return;
        }

        var allow = response.Headers.Allow;
        own.Restart(context);
        response.Headers.Allow = allow;
        response.Headers.CacheControl = "no-store";
        if (retryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

        var traceId = TraceIds.Of(context) ?? CorrelationId.Of(context);
        if (GrpcError.IsWanted(context.Request))
        {
            GrpcError.Write(response, kind, traceId);
            return;
        }

        response.StatusCode = kind.Status;
        response.ContentType = ContentType;
        var body = Body(kind, traceId, route);
        response.ContentLength = body.Length;
        try
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected before it received the error.
        }
    }

    public static byte[] Body(ProblemKind kind, string traceId, string? route = null)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", kind.Title);
            json.WriteNumber("status", kind.Status);
            json.WriteString("detail", $"{kind.Title}: {kind.Detail}");
            if (kind.Reason is not null)
                json.WriteString("reason", kind.Reason);
            if (route is not null)
                json.WriteString("route", route);
            json.WriteString("traceId", traceId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

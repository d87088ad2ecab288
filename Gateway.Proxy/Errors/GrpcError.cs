using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Proxy.Errors;

/// <summary>An error for a gRPC client: a trailers-only response, which is one HEADERS frame with <c>grpc-status</c> and <c>grpc-message</c>.</summary>
/// <remarks>gRPC-Web is not included: its clients map the HTTP status, and can read the problem in the body.</remarks>
internal static class GrpcError
{
    private const string ContentType = "application/grpc";
    private const string Status = "grpc-status";
    private const string Message = "grpc-message";

    // The gRPC specification allows printable ASCII except the percent sign without encoding.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value).Where(value => value != '%').ToArray());

    /// <summary>True when the request is a gRPC call, whose client reads the gRPC status instead of the HTTP status.</summary>
    public static bool IsWanted(HttpRequest request) =>
        !HttpProtocol.IsHttp11(request.Protocol) && !HttpProtocol.IsHttp10(request.Protocol) && IsGrpc(request.ContentType);

    /// <summary>Writes the whole response, which has no body and has not started.</summary>
    public static void Write(HttpResponse response, ProblemKind kind, string traceId)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.Headers[Status] = StatusOf(kind.Status).ToString(CultureInfo.InvariantCulture);
        response.Headers[Message] = Encode(TextOf(kind, traceId));
    }

    /// <summary>Adds the status to a started response, in the trailers.</summary>
    public static void EndStream(HttpContext context, int status, string message)
    {
        if (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is not { IsReadOnly: false } trailers)
            return;
        trailers[Status] = StatusOf(status).ToString(CultureInfo.InvariantCulture);
        trailers[Message] = Encode(message);
    }

    public static string TextOf(ProblemKind kind, string traceId)
    {
        var reason = kind.Reason is null ? string.Empty : $"reason {kind.Reason}, ";
        return $"{kind.Title}: {kind.Detail} ({reason}trace {traceId})";
    }

    /// <summary>gRPC's standard mapping from HTTP statuses, except where gRPC has a more specific code.</summary>
    internal static int StatusOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status431RequestHeaderFieldsTooLarge => 13, // INTERNAL
        StatusCodes.Status401Unauthorized => 16, // UNAUTHENTICATED
        StatusCodes.Status403Forbidden => 7, // PERMISSION_DENIED
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => 12, // UNIMPLEMENTED
        StatusCodes.Status408RequestTimeout or StatusCodes.Status504GatewayTimeout => 4, // DEADLINE_EXCEEDED
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => 8, // RESOURCE_EXHAUSTED
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => 14, // UNAVAILABLE
        _ => 2, // UNKNOWN
    };

    internal static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!bytes.AsSpan().ContainsAnyExcept(Plain))
            return text;
        StringBuilder encoded = new(text.Length + 16);
        foreach (var value in bytes)
        {
            if (Plain.Contains(value))
                encoded.Append((char)value);
            else
                encoded.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    private static bool IsGrpc(string? contentType) =>
        contentType is not null && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';' or ' ');
}

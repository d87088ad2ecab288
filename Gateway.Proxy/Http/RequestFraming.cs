using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Http;

/// <summary>Refuses requests whose length two hops could read differently, before a byte of them is forwarded.</summary>
internal static class RequestFraming
{
    /// <summary>False when the request must be answered with 400 and its connection closed.</summary>
    public static bool IsSound(HttpRequest request)
    {
        var headers = request.Headers;
        if (!OwnLength.TryUnmark(headers))
            return false;
        if (headers.TransferEncoding.Count == 0)
            return true;

        // RFC 9112 section 6.1: only chunked is understood here, and a length beside it is an attack or a mistake.
        // HTTP/1.0 does not know it at all.
        return !HttpProtocol.IsHttp10(request.Protocol) && headers.TransferEncoding is [{ } only] && only.Equals("chunked", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a field may be forwarded: the server lets control characters through, and names that are no tokens.</summary>
    public static bool IsSound(string name, StringValues values)
    {
        if (!HttpText.IsToken(name))
            return false;
        foreach (var value in values)
        {
            if (value is not null && !HttpText.IsFieldValue(value))
                return false;
        }

        return true;
    }

    /// <summary>Reads the first piece of a chunked body, so that one whose framing is broken from the start never reaches an upstream; nor does one that says it is too large.</summary>
    /// <returns>The body, when a piece of it was read; null when it is untouched.</returns>
    /// <exception cref="BadHttpRequestException">The framing is broken, or the length is beyond the limit.</exception>
    public static async ValueTask<Stream?> PeekAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
            throw new BadHttpRequestException("The body is larger than the limit.", StatusCodes.Status413PayloadTooLarge);
        if (context.Request.Headers.TransferEncoding.Count == 0 || context.Request.Headers.Expect.Count > 0)
            return null;
        var reader = context.Request.BodyReader;
        var piece = await reader.ReadAsync(cancellationToken);
        reader.AdvanceTo(piece.Buffer.Start);

        // Where the body is not the server's own stream, the piece is in the reader and no more in the stream.
        return reader.AsStream(leaveOpen: true);
    }

    /// <summary>The connection is not used again: what follows on it cannot be trusted, or its client asked for it.</summary>
    /// <remarks>The server puts <c>Connection: close</c> on the response, whoever makes it, and does not look at what follows.</remarks>
    public static void CloseConnection(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol))
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}

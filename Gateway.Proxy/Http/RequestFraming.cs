using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gateway.Proxy.Http;

/// <summary>Rejects requests whose length two hops could interpret differently (request smuggling), before anything is forwarded.</summary>
internal static class RequestFraming
{
    /// <summary>False when the response must be 400 and the connection must be closed.</summary>
    public static bool IsSound(HttpRequest request)
    {
        var headers = request.Headers;
        if (!OwnLength.TryUnmark(headers))
            return false;
        if (headers.TransferEncoding.Count == 0)
            return true;

        // RFC 9112 section 6.1: only chunked is supported; Content-Length beside it is an attack or a mistake.
        // HTTP/1.0 does not have it.
        return !HttpProtocol.IsHttp10(request.Protocol) && headers.TransferEncoding is [{ } only] && only.Equals("chunked", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a field may be forwarded: Kestrel accepts control characters, and names that are not tokens.</summary>
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

    /// <summary>Reads the first chunk of a chunked body, so that a body with invalid framing at its start never reaches an upstream; also rejects a body whose Content-Length exceeds the limit.</summary>
    /// <returns>The body, when a part of it was read; otherwise null.</returns>
    /// <exception cref="BadHttpRequestException">The framing is invalid, or the length exceeds the limit.</exception>
    public static async ValueTask<Stream?> PeekAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
            throw new BadHttpRequestException("The body is larger than the limit.", StatusCodes.Status413PayloadTooLarge);
        if (context.Request.Headers.TransferEncoding.Count == 0 || context.Request.Headers.Expect.Count > 0)
            return null;
        var reader = context.Request.BodyReader;
        var piece = await reader.ReadAsync(cancellationToken);
        reader.AdvanceTo(piece.Buffer.Start);

        // When the body is not Kestrel's own stream, the chunk is in the reader and no longer in the stream.
        return new PipeBody(context, reader);
    }

    /// <summary>Closes the connection after the response: what follows on it cannot be trusted, or the client requested it.</summary>
    /// <remarks>Kestrel adds <c>Connection: close</c> to the response and ignores further data.</remarks>
    public static void CloseConnection(HttpContext context)
    {
        if (!HttpProtocol.IsHttp2(context.Request.Protocol) && !HttpProtocol.IsHttp3(context.Request.Protocol))
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }
}

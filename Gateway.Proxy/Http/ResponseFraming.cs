using System.Net;
using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>Rejects responses whose length the gateway and the client could interpret differently (response smuggling).</summary>
internal static class ResponseFraming
{
    private const int FirstStatus = 100;

    /// <exception cref="HttpRequestException">The status line is invalid, Content-Length is repeated or not a number, Transfer-Encoding is not chunked, or the response switches protocols without a request to do so.</exception>
    public static void Check(HttpResponseMessage response, bool isUpgrade)
    {
        // SocketsHttpHandler accepts any three digits, followed by any bytes.
        if ((int)response.StatusCode < FirstStatus || (response.ReasonPhrase is { } phrase && !HttpText.IsFieldValue(phrase)))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response's status line is not valid.");

        if (response.StatusCode == HttpStatusCode.SwitchingProtocols && !(isUpgrade && SwitchesToWebSocket(response)))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response switches protocols, which the request did not ask for.");

        if (response.StatusCode == HttpStatusCode.ResetContent && response.Content.Headers.ContentLength > 0)
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response has a body, which its status does not allow.");

        // The client would receive an encoded body without its Transfer-Encoding.
        if (response.Headers.NonValidated.TryGetValues(HeaderNames.TransferEncoding, out var codings) && !codings.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response's Transfer-Encoding is not chunked.");
        if (response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentLength, out var lengths) && !IsOneLength(lengths))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response's Content-Length is not one number.");
    }

    private static bool SwitchesToWebSocket(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(HeaderNames.Upgrade, out var protocol) && protocol.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsOneLength(HeaderStringValues lengths)
    {
        if (lengths.Count != 1)
            return false;
        foreach (var length in lengths)
            return length.Length is > 0 and < 20 && !length.AsSpan().ContainsAnyExceptInRange('0', '9');
        return false;
    }
}

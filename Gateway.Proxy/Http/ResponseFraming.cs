using System.Net;
using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>Refuses responses whose length the gateway and the client could read differently.</summary>
internal static class ResponseFraming
{
    private const int FirstStatus = 100;

    /// <exception cref="HttpRequestException">The status or its phrase is none; there is more than one length or one that is no number, a coding beside chunked, or a switch of protocols that nobody asked for.</exception>
    public static void Check(HttpResponseMessage response, bool isUpgrade)
    {
        // The handler takes any three digits, and any bytes behind them.
        if ((int)response.StatusCode < FirstStatus || (response.ReasonPhrase is { } phrase && !HttpText.IsFieldValue(phrase)))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response's status line is not valid.");

        if (response.StatusCode == HttpStatusCode.SwitchingProtocols && !(isUpgrade && SwitchesToWebSocket(response)))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response switches protocols, which the request did not ask for.");

        if (response.StatusCode == HttpStatusCode.ResetContent && response.Content.Headers.ContentLength > 0)
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response has a body, which its status does not allow.");

        // The client would get a body in a coding that it is not told of.
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

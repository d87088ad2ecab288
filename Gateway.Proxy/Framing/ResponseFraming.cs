using System.Net.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Framing;

/// <summary>Refuses responses whose length the gateway and the client could read differently.</summary>
internal static class ResponseFraming
{
    /// <exception cref="HttpRequestException">There is more than one length, or one that is no number.</exception>
    public static void Check(HttpResponseMessage response)
    {
        if (response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentLength, out var lengths) && !IsOneLength(lengths))
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The response's Content-Length is not one number.");
    }

    private static bool IsOneLength(HeaderStringValues lengths)
    {
        if (lengths.Count != 1)
            return false;
        foreach (var length in lengths)
            return length.Length is > 0 and < 20 && !length.AsSpan().ContainsAnyExceptInRange('0', '9');
        return false;
    }
}

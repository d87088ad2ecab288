using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>Names the gateway in <c>Via</c> (RFC 9110 section 7.6.3), by a pseudonym.</summary>
internal static class Via
{
    private const string Http11 = "1.1 gateway";
    private const string Http2 = "2.0 gateway";
    private const string Http10 = "1.0 gateway";

    /// <param name="request">The forwarded request.</param>
    /// <param name="protocol">The protocol in which it was received.</param>
    public static void Append(HttpRequestMessage request, string protocol) => request.Headers.TryAddWithoutValidation(HeaderNames.Via, Of(protocol));

    /// <param name="headers">The response's headers.</param>
    /// <param name="version">The protocol version of the upstream's response.</param>
    public static void Append(IHeaderDictionary headers, Version version)
    {
        var own = version.Major >= 2 ? Http2 : version.Minor == 0 ? Http10 : Http11;
        headers.Via = headers.Via.Count == 0 ? own : StringValues.Concat(headers.Via, own);
    }

    private static string Of(string protocol) =>
        HttpProtocol.IsHttp11(protocol) ? Http11 : HttpProtocol.IsHttp10(protocol) ? Http10 : HttpProtocol.IsHttp2(protocol) ? Http2 : "3.0 gateway";
}

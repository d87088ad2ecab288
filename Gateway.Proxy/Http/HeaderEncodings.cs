using System.Text;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>How Kestrel decodes header values: Latin-1, which preserves every byte, except for the fields that Kestrel itself interprets.</summary>
internal static class HeaderEncodings
{
    private static readonly Encoding Digits = new DigitsEncoding();

    private static readonly Encoding Connection = new ConnectionEncoding();

    public static Encoding ForRequest(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? Digits
        : name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) ? Connection
        : name.Equals(OwnLength.Header, StringComparison.OrdinalIgnoreCase) ? OwnLength.Encoding
        : Encoding.Latin1;
}

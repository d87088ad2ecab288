using System.Text;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Http;

/// <summary>How the server decodes header values: every byte as it came, but for the fields that it reads itself.</summary>
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

using System.Text;
using Microsoft.Net.Http.Headers;

namespace Gateway.Proxy.Framing;

/// <summary>How the server decodes header values: every byte as it came, but a length only when it is nothing but digits.</summary>
/// <remarks>
/// The server reads <c>Content-Length</c> through this encoding and then as a number, which may have a sign: <c>+3</c> would pass,
/// and mean something else to the next hop. So for this one field whatever is no digit becomes what no number can hold.
/// </remarks>
internal static class HeaderEncodings
{
    private static readonly Encoding Digits = new DigitsEncoding();

    private static readonly Encoding Connection = new ConnectionEncoding();

    public static Encoding ForRequest(string name) =>
        name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase) ? Digits
        : name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) ? Connection
        : Encoding.Latin1;

    private sealed class DigitsEncoding : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => count;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
            Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
            GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

        public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
        {
            // More digits than a length can have: the caller's buffer ends there, and so does what it accepts.
            var count = Math.Min(bytes.Length, chars.Length);
            for (var i = 0; i < count; i++)
                chars[i] = bytes[i] is >= (byte)'0' and <= (byte)'9' ? (char)bytes[i] : '?';
            return count;
        }

        public override int GetMaxByteCount(int charCount) => charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount;
    }
}

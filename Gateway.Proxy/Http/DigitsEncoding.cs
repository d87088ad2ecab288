namespace Gateway.Proxy.Http;

/// <summary>Decodes <c>Content-Length</c>, which must consist of digits only.</summary>
/// <remarks>
/// Kestrel parses the field as a number with an optional sign: <c>+3</c> would be valid, and the next hop may interpret it differently.
/// So every other character is replaced by one that makes the number invalid.
/// </remarks>
internal sealed class DigitsEncoding : HeaderEncoding
{
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // More digits than a valid length has: the caller's buffer limits the length.
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++)
            chars[i] = bytes[i] is >= (byte)'0' and <= (byte)'9' ? (char)bytes[i] : '?';
        return count;
    }
}

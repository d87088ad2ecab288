namespace Gateway.Proxy.Http;

/// <summary>Decodes <c>Content-Length</c>, which must be nothing but digits.</summary>
/// <remarks>
/// The server reads the field as a number, which may have a sign: <c>+3</c> would pass, and mean something else to the next hop.
/// So whatever is no digit becomes what no number can hold.
/// </remarks>
internal sealed class DigitsEncoding : HeaderEncoding
{
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
}

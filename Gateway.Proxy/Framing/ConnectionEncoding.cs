using System.Text;

namespace Gateway.Proxy.Framing;

/// <summary>Decodes <c>Connection</c> so that the server keeps all of it.</summary>
/// <remarks>
/// The server replaces <c>keep-alive, X-Secret</c> by its own <c>keep-alive</c>: the name that stands beside it is lost, and the field
/// that it nominates would be forwarded. So in a list the known option's first letter becomes one that the server does not know.
/// To keep the connection is HTTP/1.1's default anyway; a masked <c>close</c> is honoured by <see cref="AsksToClose"/>.
/// </remarks>
internal sealed class ConnectionEncoding : Encoding
{
    private const char Mask = '~';
    private const string MaskedClose = "~lose";

    private static readonly string[] KnownOptions = ["keep-alive", "close"];

    public static bool AsksToClose(HttpRequest request) =>
        request.Headers.Connection is { Count: > 0 } connection && connection.ToString().Contains(MaskedClose, StringComparison.OrdinalIgnoreCase);

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
        var text = chars.AsSpan(charIndex, count);
        if (text.Contains(','))
        {
            foreach (var option in KnownOptions)
                MaskAll(text, option);
        }

        return count;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static void MaskAll(Span<char> text, string option)
    {
        var from = 0;
        while (((ReadOnlySpan<char>)text[from..]).IndexOf(option, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            text[from + at] = Mask;
            from += at + option.Length;
        }
    }
}

namespace Gateway.Proxy.Http;

/// <summary>Decodes <c>Connection</c> so that Kestrel preserves the whole value.</summary>
/// <remarks>
/// When it recognizes one option, Kestrel replaces <c>keep-alive, X-Secret</c> by its own <c>keep-alive</c>: the other name is
/// lost, and the field that it names would be forwarded. So the first letter of <c>keep-alive</c> and <c>close</c> becomes one that
/// Kestrel does not recognize. Persistent connections are HTTP/1.1's default anyway; a masked <c>close</c> is honoured by
/// <see cref="AsksToClose"/>. <c>upgrade</c> must be recognized, so it gets a second recognized option beside it.
/// </remarks>
internal sealed class ConnectionEncoding : HeaderEncoding
{
    private const char Mask = '~';
    private const string MaskedClose = "~lose";
    private const string Beside = ", keep-alive";

    private static readonly string[] KnownOptions = ["keep-alive", "close", "upgrade"];

    public static bool AsksToClose(HttpRequest request) =>
        request.Headers.Connection is { Count: > 0 } connection && connection.ToString().Contains(MaskedClose, StringComparison.OrdinalIgnoreCase);

    public override int GetCharCount(byte[] bytes, int index, int count) => count + (IsUpgrade(bytes.AsSpan(index, count)) ? Beside.Length : 0);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var count = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
        if (IsUpgrade(bytes.AsSpan(byteIndex, byteCount)))
        {
            Beside.CopyTo(chars.AsSpan(charIndex + count));
            return count + Beside.Length;
        }

        foreach (var option in KnownOptions)
            MaskAll(chars.AsSpan(charIndex, count), option);
        return count;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount + Beside.Length;

    // Match only the whole option, as Kestrel does, not a name that contains it.
    private static bool IsUpgrade(ReadOnlySpan<byte> value) =>
        Latin1.GetString(value).Split(',').Any(option => option.Trim(' ').Equals("upgrade", StringComparison.OrdinalIgnoreCase));

    private static void MaskAll(Span<char> text, string option)
    {
        var from = 0;
        while (((ReadOnlySpan<char>)text[from..]).IndexOf(option, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            // Do not change a field name that contains the option.
            var (begin, end) = (from + at, from + at + option.Length);
            if ((begin == 0 || !HttpText.IsToken(text[(begin - 1)..begin])) && (end == text.Length || !HttpText.IsToken(text[end..(end + 1)])))
                text[begin] = Mask;
            from = end;
        }
    }
}

namespace Gateway.Proxy.Http;

/// <summary>Distinguishes a client's <c>X-Content-Length</c> from the one that Kestrel creates.</summary>
/// <remarks>
/// Kestrel gives this name to a <c>Content-Length</c> that came with a <c>Transfer-Encoding</c>. A field of this name that was
/// really sent gets a trailing space as a mark, which no other value has.
/// </remarks>
internal static class OwnLength
{
    public const string Header = "X-Content-Length";

    private const char Mark = ' ';

    public static HeaderEncoding Encoding { get; } = new MarkingEncoding();

    /// <summary>Removes the mark.</summary>
    /// <returns>False when Kestrel created the field: the request had two lengths.</returns>
    public static bool TryUnmark(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(Header, out var values))
            return true;
        var unmarked = new string[values.Count];
        for (var i = 0; i < unmarked.Length; i++)
        {
            if (values[i] is not [.. var value, Mark])
                return false;
            unmarked[i] = value;
        }

        headers[Header] = unmarked;
        return true;
    }

    private sealed class MarkingEncoding : HeaderEncoding
    {
        public override int GetCharCount(byte[] bytes, int index, int count) => count + 1;

        public override int GetMaxCharCount(int byteCount) => byteCount + 1;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            var count = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
            chars[charIndex + count] = Mark;
            return count + 1;
        }
    }
}

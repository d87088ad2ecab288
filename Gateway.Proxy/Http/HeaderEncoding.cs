using System.Text;

namespace Gateway.Proxy.Http;

/// <summary>A Latin-1 encoding that changes how Kestrel decodes one field.</summary>
internal abstract class HeaderEncoding : Encoding
{
    public sealed override int GetByteCount(char[] chars, int index, int count) => count;

    public sealed override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public sealed override int GetMaxByteCount(int charCount) => charCount;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}

using System.Text;

namespace Gateway.Proxy.Http;

/// <summary>Latin-1 that changes what the server reads of one field.</summary>
internal abstract class HeaderEncoding : Encoding
{
    public sealed override int GetByteCount(char[] chars, int index, int count) => count;

    public sealed override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public sealed override int GetMaxByteCount(int charCount) => charCount;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Proxy.Http;

/// <summary>Finds segments in a raw path.</summary>
internal static class RawSegments
{
    /// <summary>The path from segment <paramref name="index"/> to the end, without the leading slash; empty when the path is shorter.</summary>
    public static ReadOnlySpan<char> From(ReadOnlySpan<char> path, int index)
    {
        var rest = path[1..];
        for (; index > 0; index--)
        {
            var slash = rest.IndexOf('/');
            if (slash < 0)
                return default;
            rest = rest[(slash + 1)..];
        }

        return rest;
    }

    /// <summary>The part of a raw segment whose decoded text begins at <paramref name="start"/> and is <paramref name="length"/> characters long.</summary>
    public static ReadOnlySpan<char> Slice(ReadOnlySpan<char> segment, int start, int length)
    {
        var from = Skip(segment, start);
        return segment[from..][..Skip(segment[from..], length)];
    }

    /// <summary>The number of raw characters that decode to the first <paramref name="decoded"/> characters, as Kestrel decodes a path.</summary>
    private static int Skip(ReadOnlySpan<char> raw, int decoded)
    {
        var i = 0;
        while (decoded > 0 && i < raw.Length)
        {
            var (read, made) = DecodeOne(raw[i..]);
            i += read;
            decoded -= made;
        }

        return i;
    }

    // Encoded slashes and invalid UTF-8 stay encoded.
    private static (int Read, int Made) DecodeOne(ReadOnlySpan<char> raw)
    {
        if (!TryByte(raw, out var first) || first is (byte)'/' or 0)
            return (1, 1);

        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = first;
        var count = 1;
        while (count < 4 && Rune.DecodeFromUtf8(bytes[..count], out _, out _) == OperationStatus.NeedMoreData && TryByte(raw[(count * 3)..], out var next))
            bytes[count++] = next;
        return Rune.DecodeFromUtf8(bytes[..count], out var rune, out var consumed) == OperationStatus.Done && consumed == count
            ? (count * 3, rune.Utf16SequenceLength)
            : (1, 1);
    }

    private static bool TryByte(ReadOnlySpan<char> raw, out byte value)
    {
        value = 0;
        return raw is ['%', _, _, ..] && byte.TryParse(raw[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}

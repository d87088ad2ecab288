using System.Buffers.Binary;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>A frame of HTTP/2, and how to write those that a hostile client sends.</summary>
internal sealed record Http2Frame(byte Type, byte Flags, int Stream, byte[] Payload)
{
    public const byte DataType = 0;
    public const byte HeadersType = 1;
    public const byte ResetType = 3;
    public const byte SettingsType = 4;
    public const byte GoAwayType = 7;
    public const byte ContinuationType = 9;

    public const byte EndStream = 1;
    public const byte EndHeaders = 4;

    public const uint ProtocolError = 1;
    public const uint InternalError = 2;
    public const uint RefusedStream = 7;
    public const uint CompressionError = 9;
    public const uint EnhanceYourCalm = 11;

    private const int MostInOneByte = 127;

    /// <summary>Why a stream was reset, or a connection ended.</summary>
    public uint Error => BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(Type == GoAwayType ? sizeof(uint) : 0));

    public static byte[] Write(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>A whole request without a body.</summary>
    public static byte[] Get(int stream, string path, params (string Name, string Value)[] fields) =>
        Write(HeadersType, EndStream | EndHeaders, stream, RequestFields(path, "GET", fields));

    public static byte[] Reset(int stream) => Write(ResetType, 0, stream, [0, 0, 0, 8]);

    public static byte[] RequestFields(string path, string method = "GET", params (string Name, string Value)[] fields) =>
        [.. Field(":method", method), .. Field(":scheme", "http"), .. Field(":authority", "a"), .. Field(":path", path), .. fields.SelectMany(field => Field(field.Name, field.Value))];

    /// <summary>RFC 7541 section 6.2.2: literal, not indexed, with its name; with <paramref name="isIndexed"/> kept in the table.</summary>
    public static byte[] Field(string name, string value, bool isIndexed = false) =>
        [(byte)(isIndexed ? 0x40 : 0), .. Length(name.Length), .. Encoding.Latin1.GetBytes(name), .. Length(value.Length), .. Encoding.Latin1.GetBytes(value)];

    /// <summary>RFC 7541 section 5.1, with a prefix of seven bits.</summary>
    public static byte[] Length(int length)
    {
        if (length < MostInOneByte)
            return [(byte)length];
        List<byte> bytes = [MostInOneByte];
        for (length -= MostInOneByte; length >= 128; length >>= 7)
            bytes.Add((byte)(length & 0x7f | 0x80));
        return [.. bytes, (byte)length];
    }
}

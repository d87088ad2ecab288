using System.Buffers.Binary;

namespace Gateway.Proxy.WebSockets;

/// <summary>Tracks the frame boundaries (RFC 6455 section 5.2) in a stream of bytes.</summary>
internal sealed class FrameTracker
{
    private const int CloseOpcode = 8;

    private readonly byte[] _header = new byte[14];
    private int _headerLength;
    private ulong _payloadLeft;

    /// <summary>Whether a frame has just ended, or none has begun.</summary>
    public bool IsAtBoundary => _headerLength == 0 && _payloadLeft == 0;

    /// <summary>Whether a close frame has begun.</summary>
    public bool HasClosed { get; private set; }

    /// <summary>Follows <paramref name="data"/>; returns how much of it was followed: all, or up to the first boundary.</summary>
    public int Follow(ReadOnlySpan<byte> data, bool stopAtBoundary)
    {
        var position = 0;
        while (position < data.Length)
        {
            if (_payloadLeft > 0)
            {
                var step = (int)Math.Min(_payloadLeft, (ulong)(data.Length - position));
                _payloadLeft -= (ulong)step;
                position += step;
            }
            else
            {
                _header[_headerLength++] = data[position++];
                if (_headerLength >= 2 && _headerLength == HeaderSize(_header[1]))
                    BeginPayload();
            }

            if (stopAtBoundary && IsAtBoundary)
                return position;
        }

        return position;
    }

    private static int HeaderSize(byte second) =>
        2 + ((second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }) + ((second & 0x80) != 0 ? 4 : 0);

    private void BeginPayload()
    {
        HasClosed |= (_header[0] & 0x0F) == CloseOpcode;
        _payloadLeft = (_header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(_header.AsSpan(2)),
            var length => (ulong)length,
        };
        _headerLength = 0;
    }
}
